import type { Pair } from "../../../net/net.ts";
import type { BlockedGraph, BlockedShape, Pads } from "./blockedGraph.ts";

/** How a convolution moves over an image. */
export interface ConvolutionGeometry {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly pads: Pads;
}

/** Whether a convolution is a product over channels at each position. */
export function isPointwise({ kernel, strides, pads }: ConvolutionGeometry): boolean {
  return [...kernel, ...strides].every((side) => side === 1) && pads.every((side) => side === 0);
}

/** Rows and columns, after the last ones that the convolution reads, that no output depends on; the zeros count. */
export function unread({ kernel, strides, pads }: ConvolutionGeometry, height: number, width: number): Pair {
  const [top, left, bottom, right] = pads;
  return [(height + top + bottom - kernel[0]) % strides[0], (width + left + right - kernel[1]) % strides[1]];
}

/**
 * The rows and columns of zeros around an output's gradient, spread by the strides, for the convolution that makes the input's
 * gradient. One below 0 at the start means that there is no such convolution; below 0 at the end, rows or columns of the spread
 * gradient are left out.
 */
export function transposedPads(
  { kernel, strides, pads }: ConvolutionGeometry,
  input: Pair,
  output: Pair,
): Pads {
  const before = [kernel[0] - 1 - pads[0], kernel[1] - 1 - pads[1]];
  const after = [0, 1].map((axis) => input[axis] - strides[axis] * output[axis] + pads[axis]);
  return [before[0], before[1], after[0], after[1]];
}

/** Options of {@link convolveTransposed}. */
export interface TransposedOptions {
  readonly geometry: ConvolutionGeometry;
  readonly input: BlockedShape;
  readonly output: BlockedShape;
  readonly groups?: number;
  readonly sum?: string | undefined;
}

/** Writes the transposed convolution: the gradient of an input from that of the output, and the weights turned for it. */
export function convolveTransposed(
  graph: BlockedGraph,
  d: string,
  weights: string,
  { geometry, input, output, groups = 1, sum }: TransposedOptions,
): string {
  const pads = transposedPads(geometry, [input.height, input.width], [output.height, output.width]);
  const [top, left, bottom, right] = pads;
  const spread = spreadPositions(graph, d, output, geometry.strides, [
    Math.min(bottom, 0),
    Math.min(right, 0),
  ]);
  return graph.convolve(spread, weights, {
    kernel: geometry.kernel,
    pads: [top, left, Math.max(bottom, 0), Math.max(right, 0)],
    groups,
    sum,
  });
}

/** Puts zeros after each row and column, so that they are as far apart as the strides say; a surplus below 0 cuts the last ones. */
function spreadPositions(
  graph: BlockedGraph,
  x: string,
  { channels, height, width }: BlockedShape,
  [down, across]: Pair,
  surplus: Pair,
): string {
  if (down === 1 && across === 1) return x;
  const { batch, builder } = graph;
  const { block } = graph.layout;
  const rows = graph.reshape(x, (batch * channels) / block, height, 1, width, block);
  const after = [0, 0, down - 1, 0, (across - 1) * block];
  const padded = builder.node("Pad", [rows, builder.ints([0, 0, 0, 0, 0, ...after])]);
  const spread = [(batch * channels) / block, down * height, across * width, block];
  const kept = [spread[0], spread[1] + surplus[0], spread[2] + surplus[1], block];
  const cut = surplus.every((side) => side === 0)
    ? padded
    : graph.cut(graph.reshape(padded, ...spread), spread, kept);
  return graph.reshape(cut, batch, channels, kept[1], kept[2]);
}
