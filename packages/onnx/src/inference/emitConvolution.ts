import type { NetOpOf } from "../net/net.ts";
import { windowPadding } from "../net/windowPadding.ts";
import type { Attribute } from "../format/onnxModel.ts";
import { type InferenceGraph, isImage } from "./inferenceGraph.ts";

/** Conv. */
export function emitConvolution(graph: InferenceGraph, op: NetOpOf<"convolution">): void {
  const { bias, depthwise, dilations, inputs, kernel, output, strides } = op;
  const [height, width, channels] = kernel.shape;
  const filters = graph.constant(kernel.name, () =>
    outputsFirst(graph.values(kernel), kernel.shape, depthwise),
  );
  const attributes = {
    kernel_shape: [height, width],
    strides,
    dilations,
    group: depthwise ? channels : 1,
    ...paddingAttributes(op),
  };
  graph.set(
    output,
    graph.builder.node(
      "Conv",
      [graph.get(inputs[0]), filters, bias === undefined ? undefined : graph.weight(bias)],
      attributes,
    ),
  );
}

/** The padding of a window: numbers if the sides of the input are known, ONNX's word for `same` if they are free. */
export function paddingAttributes(op: NetOpOf<"convolution" | "pool">): Readonly<Record<string, Attribute>> {
  const padding = windowPadding(op);
  if (padding === undefined) return { auto_pad: "SAME_UPPER" };
  const [[top, bottom], [left, right]] = padding;
  return { pads: [top, left, bottom, right] };
}

/** A kernel with its outputs first: `[out, in, height, width]`, or `[channels * multiplier, 1, height, width]`. */
function outputsFirst(
  values: Float32Array,
  [height, width, a, b]: readonly number[],
  depthwise: boolean,
): { data: Float32Array; shape: readonly number[] } {
  const [inputs, outputs] = depthwise ? [1, a * b] : [a, b];
  const data = new Float32Array(values.length);
  const pixels = height * width;
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++)
        data[(o * inputs + i) * pixels + pixel] = values[(pixel * inputs + i) * outputs + o];
  return { data, shape: [outputs, inputs, height, width] };
}

/** Gemm for lists, a convolution of one pixel for images, and MatMul for what else there is. */
export function emitDense(graph: InferenceGraph, op: NetOpOf<"dense">): void {
  const { bias, inputs, kernel, output } = op;
  const [input] = inputs;
  const { builder } = graph;
  const added = bias === undefined ? undefined : graph.weight(bias);
  if (isImage(input)) {
    const filters = graph.constant(`${kernel.name}/pixels`, () =>
      outputsFirst(graph.values(kernel), [1, 1, ...kernel.shape], false),
    );
    graph.set(output, builder.node("Conv", [graph.get(input), filters, added]));
    return;
  }
  const read = [graph.get(input), graph.weight(kernel)];
  if (input.shape.length === 1) {
    graph.set(output, builder.node("Gemm", [...read, added]));
    return;
  }
  const product = builder.node("MatMul", read);
  graph.set(output, added === undefined ? product : builder.node("Add", [product, added]));
}

/** Gather. Indices are float32, as in the layers model, and are cut to whole numbers. */
export function emitEmbedding(graph: InferenceGraph, { inputs, kernel, output }: NetOpOf<"embedding">): void {
  const { builder } = graph;
  const indices = builder.node("Cast", [graph.getChannelsLast(inputs[0])], { to: 7 });
  graph.setChannelsLast(output, builder.node("Gather", [graph.weight(kernel), indices], { axis: 0 }));
}
