import type { NetOpOf, NetTensor } from "../net/net.ts";
import { emitActivation } from "./emitActivation.ts";
import { type InferenceGraph, onnxAxis, TO_CHANNELS_FIRST } from "./inferenceGraph.ts";

/** The nodes of an activation. */
export function emitActivationOp(graph: InferenceGraph, op: NetOpOf<"activation">): void {
  const { activation, alpha, inputs, output } = op;
  const [input] = inputs;
  const axis = onnxAxis(input.shape.length - 1, input);
  graph.set(output, emitActivation(graph.builder, graph.get(input), { activation, alpha, axis }));
}

/** Mul and Add. */
export function emitAffine(
  graph: InferenceGraph,
  { inputs, offset, output, scale }: NetOpOf<"affine">,
): void {
  scaleAndShift(graph, { input: inputs[0], output, scale, shift: offset });
}

/** Mul and Add with the moving statistics: `gamma * (x - mean) / sqrt(variance + epsilon) + beta`. */
export function emitNormalization(graph: InferenceGraph, op: NetOpOf<"normalization">): void {
  const [gamma, beta] = [op.gamma, op.beta].map((weight) => weight && graph.values(weight));
  const [mean, variance] = [op.mean, op.variance].map((weight) => graph.values(weight));
  const scale = Array.from(variance, (each, at) => (gamma?.[at] ?? 1) / Math.sqrt(each + op.epsilon));
  const shift = scale.map((each, at) => (beta?.[at] ?? 0) - mean[at] * each);
  scaleAndShift(graph, { input: op.inputs[0], output: op.output, scale, shift });
}

interface ScaleAndShift {
  readonly input: NetTensor;
  readonly output: NetTensor;
  readonly scale: readonly number[];
  readonly shift: readonly number[];
}

function scaleAndShift(graph: InferenceGraph, { input, output, scale, shift }: ScaleAndShift): void {
  const { builder } = graph;
  let name = graph.get(input);
  if (scale.some((each) => each !== 1)) name = builder.node("Mul", [name, graph.channels(scale, input)]);
  if (shift.some((each) => each !== 0)) name = builder.node("Add", [name, graph.channels(shift, input)]);
  graph.set(output, name);
}

const NODES = { add: "Add", average: "Add", maximum: "Max", minimum: "Min", multiply: "Mul" } as const;

/** Add, Mul, Max and Min, one after another. */
export function emitMerge(graph: InferenceGraph, { inputs, merge, output }: NetOpOf<"merge">): void {
  const { builder } = graph;
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const merged = inputs
    .map((input) => ofRank(graph, input, rank))
    .reduce((before, next) => builder.node(NODES[merge], [before, next]));
  graph.set(
    output,
    merge === "average" ? builder.node("Mul", [merged, builder.float(1 / inputs.length)]) : merged,
  );
}

/** A tensor with sides of 1 put after the batch until it has `rank` sides, as tfjs merges different ranks. */
function ofRank(graph: InferenceGraph, tensor: NetTensor, rank: number): string {
  const { builder } = graph;
  const missing = rank - tensor.shape.length;
  if (missing === 0) return graph.get(tensor);
  if (rank === 3 && missing === 2) return graph.getPixel(tensor);
  const axes = Array.from({ length: missing }, (_, at) => 1 + at);
  const wide = builder.node("Unsqueeze", [graph.getChannelsLast(tensor), builder.ints(axes)]);
  return rank === 3 ? builder.node("Transpose", [wide], { perm: TO_CHANNELS_FIRST }) : wide;
}

/** Dropout is nothing. */
export function emitDropout(graph: InferenceGraph, { inputs, output }: NetOpOf<"dropout">): void {
  graph.set(output, graph.get(inputs[0]));
}
