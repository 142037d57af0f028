import type { NetOpOf, NetWeight } from "../../../net/net.ts";
import type { StepParts } from "../../stepPart.ts";
import type { BlockedGraph, BlockedShape } from "../graph/blockedGraph.ts";
import { addVectorGradient, readVector } from "../graph/weights.ts";

/** `scale * u + shift`, `[channels]` each. */
export interface Affine {
  readonly scale: string;
  readonly shift: string;
}

/** What a batch normalisation makes of its input's sums and their gradients. */
export interface LiveNormalization extends Affine {
  /**
   * Adds the gradients of gamma and beta, and returns that of the input: `scale * (dz + slope * u + offset)`.
   *
   * @param sum - The sum of `dz` over positions, `[channels]`.
   * @param product - The sum of `dz * u`, `[channels]`.
   */
  backward(sum: string, product: string): { readonly slope: string; readonly offset: string };
}

/** Mean and mean of squares over all positions of a batch, `[channels]`. */
export interface Moments {
  readonly mean: string;
  readonly square: string;
}

/** Writes batch normalisation with the statistics of the batch. `bias` is what the convolution before it would add. */
export function normalizeLive(
  graph: BlockedGraph,
  parts: StepParts,
  op: NetOpOf<"normalization">,
  { moments, shape, bias }: { moments: Moments; shape: BlockedShape; bias: NetWeight | undefined },
): LiveNormalization {
  const { mean, square } = moments;
  const { channels } = shape;
  const { builder } = graph;
  const { gamma, beta, epsilon } = op;
  const variance = builder.node("Relu", [graph.subtract(square, graph.multiply(mean, mean))]);
  const shifted = bias === undefined ? mean : graph.add(mean, readVector(graph, bias, channels));
  const own = op.mean.shape;
  parts.statistics(op, graph.cut(shifted, [channels], own), graph.cut(variance, [channels], own));
  const inverse = inverseDeviation(graph, variance, epsilon);
  const scale = gamma === undefined ? inverse : graph.multiply(readVector(graph, gamma, channels), inverse);
  const moved = graph.multiply(scale, mean);
  const shift =
    beta === undefined ? graph.times(moved, -1) : graph.subtract(readVector(graph, beta, channels), moved);
  return {
    scale,
    shift,
    backward(sum, product) {
      const dGamma = graph.multiply(inverse, graph.subtract(product, graph.multiply(mean, sum)));
      addVectorGradient(graph, gamma, dGamma, channels);
      addVectorGradient(graph, beta, sum, channels);
      // A bias before the normalisation changes nothing.
      addVectorGradient(graph, bias, builder.filled(0, [channels]), channels);
      const minusMean = builder.float(-1 / graph.positions(shape));
      const slope = graph.multiply(graph.multiply(inverse, dGamma), minusMean);
      const offset = graph.subtract(graph.multiply(sum, minusMean), graph.multiply(slope, mean));
      return { slope, offset };
    },
  };
}

/** Writes batch normalisation with its moving statistics. `bias` is what the convolution before it would add. */
export function normalizeFrozen(
  graph: BlockedGraph,
  op: NetOpOf<"normalization">,
  channels: number,
  bias: NetWeight | undefined,
): Affine {
  const { gamma, beta, epsilon } = op;
  const inverse = inverseDeviation(graph, readVector(graph, op.variance, channels), epsilon);
  const scale = gamma === undefined ? inverse : graph.multiply(readVector(graph, gamma, channels), inverse);
  const mean = readVector(graph, op.mean, channels);
  const centre = bias === undefined ? mean : graph.subtract(mean, readVector(graph, bias, channels));
  const moved = graph.multiply(scale, centre);
  const shift =
    beta === undefined ? graph.times(moved, -1) : graph.subtract(readVector(graph, beta, channels), moved);
  return { scale, shift };
}

/** `1 / sqrt(variance + epsilon)`. */
function inverseDeviation({ builder }: BlockedGraph, variance: string, epsilon: number): string {
  const stable = builder.node("Add", [variance, builder.float(epsilon)]);
  return builder.node("Reciprocal", [builder.node("Sqrt", [stable])]);
}
