import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { GraphBuilder } from "../format/graphBuilder.ts";
import type { Dimension, OnnxModel } from "../format/onnxModel.ts";
import { endAtLogits } from "../net/endAtLogits.ts";
import { mergePads } from "../net/mergePads.ts";
import type { Net, NetTensor } from "../net/net.ts";
import { emitOp } from "./emitOp.ts";
import { InferenceGraph, isImage } from "./inferenceGraph.ts";

/**
 * The order of an image's sides: `[batch, height, width, channels]` or `[batch, channels, height, width]`.
 *
 * @inline
 */
export type ImageLayout = "nchw" | "nhwc";

/** Options of {@link emitInference}. */
export interface InferenceOptions {
  /** How images lie at the inputs and outputs; default `"nhwc"`, as in the layers model. */
  readonly layout?: ImageLayout | undefined;
  /** Whether to leave out the final sigmoid or softmax; default false. */
  readonly logits?: boolean | undefined;
  /** Names of the inputs; default: the net's. */
  readonly inputNames?: readonly string[] | undefined;
  /** Names of the outputs, made different from others; default: the net's. */
  readonly outputNames?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly description?: string | undefined;
}

/** The kinds of these options. */
export const INFERENCE_OPTIONS: OptionKinds<InferenceOptions> = {
  layout: "string",
  logits: "boolean",
  inputNames: "object",
  outputNames: "object",
  metadata: "object",
  description: "string",
};

/**
 * Writes a net as an ONNX graph for prediction, in standard operators alone.
 *
 * The batch is free, weights are constants, images have their channels first inside, dropout is nothing, and batch normalisation
 * uses its moving statistics.
 *
 * @param weights - By the names in the net, in the layers model's layout.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { emitInference, lowerModel } from "@tensorloom/onnx/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2], activation: "sigmoid", name: "out" })] });
 * const weights = new Map([
 *   ["out/kernel", Float32Array.of(1, 2)],
 *   ["out/bias", Float32Array.of(0)],
 * ]);
 * emitInference(lowerModel(model), weights).nodes.some(({ op }) => op === "Sigmoid"); // => true
 * ```
 */
export function emitInference(
  whole: Net,
  weights: ReadonlyMap<string, Float32Array>,
  options: InferenceOptions = {},
): OnnxModel {
  const {
    layout = "nhwc",
    logits = false,
    metadata = {},
    description = "",
  } = checkOptions("emitInference", options, INFERENCE_OPTIONS);
  const net = mergePads(logits ? endAtLogits(whole) : whole);
  const inputNames = options.inputNames ?? net.inputs.map(({ name }) => name);
  const outputNames = uniqueNames(options.outputNames ?? net.outputs.map(({ name }) => name), inputNames);
  const builder = new GraphBuilder({ reserved: [...inputNames, ...outputNames] });
  const graph = new InferenceGraph(builder, weights);
  net.inputs.forEach((input, at) => {
    const name = builder.input(inputNames[at], dimensions(input, inputNames[at], layout));
    if (layout === "nhwc") graph.setChannelsLast(input, name);
    else graph.set(input, name);
  });
  for (const op of net.ops) emitOp(graph, op);
  net.outputs.forEach((output, at) => {
    const name = layout === "nhwc" ? graph.getChannelsLast(output) : graph.get(output);
    builder.output(outputNames[at], name, dimensions(output, outputNames[at], layout));
  });
  return builder.finish(net.name, { metadata, description });
}

/** The same names, but another one if an input or an output before has it. */
function uniqueNames(names: readonly string[], inputNames: readonly string[]): readonly string[] {
  const taken = new Set(inputNames);
  return names.map((name) => {
    let unique = name;
    for (let copy = 2; taken.has(unique); copy++) unique = `${name}#${String(copy)}`;
    taken.add(unique);
    return unique;
  });
}

const SIDES = ["height", "width", "channels"];

/** The sides of an input or output, with the batch; a free one has a name. */
function dimensions(tensor: NetTensor, name: string, layout: ImageLayout): readonly Dimension[] {
  const sides = tensor.shape.map(
    (side, at) => side ?? `${name}_${isImage(tensor) ? SIDES[at] : `side${String(at + 1)}`}`,
  );
  if (!isImage(tensor) || layout === "nhwc") return ["batch", ...sides];
  const [height, width, channels] = sides;
  return ["batch", channels, height, width];
}
