import type { NetOpOf, NetTensor } from "../net/net.ts";
import { type InferenceGraph, isImage, onnxAxis } from "./inferenceGraph.ts";

/** Pad. */
export function emitPad(graph: InferenceGraph, { inputs, output, padding }: NetOpOf<"pad">): void {
  const { builder } = graph;
  const [[top, bottom], [left, right]] = padding;
  const pads = builder.ints([0, 0, top, left, 0, 0, bottom, right]);
  graph.set(output, builder.node("Pad", [graph.get(inputs[0]), pads]));
}

/** Slice. */
export function emitCrop(graph: InferenceGraph, { cropping, inputs, output }: NetOpOf<"crop">): void {
  const { builder } = graph;
  const starts = cropping.map(([before]) => before);
  const ends = cropping.map(([, after]) => (after === 0 ? Number.MAX_SAFE_INTEGER : -after));
  const bounds = [starts, ends, [2, 3]].map((each) => builder.ints(each));
  graph.set(output, builder.node("Slice", [graph.get(inputs[0]), ...bounds]));
}

/** Resize, which maps pixels as tfjs does: without aligned corners or half pixels. */
export function emitUpsample(graph: InferenceGraph, op: NetOpOf<"upsample">): void {
  const { inputs, interpolation, output, size } = op;
  const { builder } = graph;
  const attributes =
    interpolation === "nearest" ? { mode: "nearest", nearest_mode: "floor" } : { mode: "linear" };
  const scales = builder.floats([1, 1, ...size]);
  const read = [graph.get(inputs[0]), undefined, scales];
  graph.set(
    output,
    builder.node("Resize", read, { coordinate_transformation_mode: "asymmetric", ...attributes }),
  );
}

/** Concat. */
export function emitConcatenate(
  graph: InferenceGraph,
  { axis, inputs, output }: NetOpOf<"concatenate">,
): void {
  const names = inputs.map((input) => graph.get(input));
  graph.set(output, graph.builder.node("Concat", names, { axis: onnxAxis(axis, output) }));
}

/** Transpose. */
export function emitPermute(graph: InferenceGraph, { axes, inputs, output }: NetOpOf<"permute">): void {
  const perm = [0];
  axes.forEach((axis, at) => {
    perm[onnxAxis(at, output)] = onnxAxis(axis, inputs[0]);
  });
  graph.set(output, graph.builder.node("Transpose", [graph.get(inputs[0])], { perm }));
}

/**
 * Reshape in the layers model's order of sides.
 *
 * An image whose order is the same either way, such as one pixel, is not transposed.
 */
export function emitReshape(graph: InferenceGraph, { inputs, output }: NetOpOf<"reshape">): void {
  const [input] = inputs;
  const { builder } = graph;
  if (isPixel(output) && input.shape.length === 1) {
    graph.set(output, graph.getPixel(input));
    return;
  }
  if (isPixel(input) && output.shape.length === 1) {
    graph.setPixel(output, graph.get(input));
    return;
  }
  const read = isOrdered(input) ? graph.get(input) : graph.getChannelsLast(input);
  const sides = output.shape.map((side) => side ?? -1);
  if (isImage(output) && isOrdered(output)) {
    const [height, width, channels] = sides;
    graph.set(output, builder.node("Reshape", [read, builder.ints([0, channels, height, width])]));
  } else graph.setChannelsLast(output, builder.node("Reshape", [read, builder.ints([0, ...sides])]));
}

function isPixel({ shape }: NetTensor): boolean {
  return shape.length === 3 && shape[0] === 1 && shape[1] === 1;
}

/** Whether the numbers of an image lie in the same order with the channels first and last. */
function isOrdered(tensor: NetTensor): boolean {
  return isPixel(tensor) || (isImage(tensor) && tensor.shape[2] === 1);
}
