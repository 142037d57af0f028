import type { NetWeight } from "../../../net/net.ts";
import type { BlockedGraph } from "./blockedGraph.ts";

/** Reads a weight of one number per channel, with zeros to fill the last block. */
export function readVector(graph: BlockedGraph, weight: NetWeight, channels: number): string {
  return graph.extend(graph.context.weight(weight), weight.shape, [channels]);
}

/** Adds the gradient of a weight of one number per channel. */
export function addVectorGradient(
  graph: BlockedGraph,
  weight: NetWeight | undefined,
  gradient: string,
  channels: number,
): void {
  if (weight?.trainable !== true) return;
  graph.context.addWeightGradient(weight, graph.cut(gradient, [channels], weight.shape));
}

/** Reads a kernel as `[taps, from, to]` with zeros to fill the last blocks; the layers model has `[rows, columns, from, to]`. */
export function readKernel(graph: BlockedGraph, weight: NetWeight, filled: readonly number[]): string {
  const own = kernelSides(weight, filled);
  return graph.extend(graph.reshape(graph.context.weight(weight), ...own), own, filled);
}

/** Adds the gradient of a kernel, in the shape of {@link readKernel}. */
export function addKernelGradient(
  graph: BlockedGraph,
  weight: NetWeight,
  gradient: string,
  filled: readonly number[],
): void {
  if (!weight.trainable) return;
  const own = graph.cut(gradient, filled, kernelSides(weight, filled));
  graph.context.addWeightGradient(weight, graph.reshape(own, ...weight.shape));
}

/** The last sides of a kernel, one fewer than `filled` has, after the product of those before them. */
function kernelSides({ shape }: NetWeight, filled: readonly number[]): readonly number[] {
  const last = shape.slice(shape.length - filled.length + 1);
  const all = shape.reduce((product, side) => product * side, 1);
  return [all / last.reduce((product, side) => product * side, 1), ...last];
}
