import type { BlockedGraph } from "./blockedGraph.ts";

/** The sides of a kernel. */
export interface KernelShape {
  readonly rows: number;
  readonly columns: number;
  /** Input channels in whole blocks. */
  readonly from: number;
  /** Output channels in whole blocks. */
  readonly to: number;
}

/** Weights of a convolution from a matrix `[rows * columns * from, to]`, a kernel in the layout of the layers model. */
export function convolutionWeights(graph: BlockedGraph, matrix: string, shape: KernelShape): string {
  const { rows, columns, from, to } = shape;
  const { block } = graph.layout;
  if (rows * columns === 1) {
    const blocks = graph.reshape(matrix, from / block, block, to / block, block);
    return graph.reshape(graph.transpose(blocks, 2, 0, 1, 3), to, from, 1, 1);
  }
  const blocks = graph.reshape(matrix, rows * columns, from / block, block, to / block, block);
  return graph.reshape(graph.transpose(blocks, 3, 1, 0, 2, 4), to, from, rows, columns);
}

/** Weights of the transposed convolution, which makes an input's gradient: its taps in reverse, inputs and outputs exchanged. */
export function transposedWeights(graph: BlockedGraph, matrix: string, shape: KernelShape): string {
  const { rows, columns, from, to } = shape;
  const { block } = graph.layout;
  if (rows * columns === 1) {
    const blocks = graph.reshape(matrix, from / block, block, to / block, block);
    return graph.reshape(graph.transpose(blocks, 0, 2, 3, 1), from, to, 1, 1);
  }
  const blocks = graph.reshape(matrix, rows * columns, from / block, block, to / block, block);
  const turned = graph.transpose(graph.reverse(blocks), 1, 3, 0, 4, 2);
  return graph.reshape(turned, from, to, rows, columns);
}

/** Weights of a depthwise convolution from a matrix `[rows * columns, channels]`. */
export function depthwiseWeights(graph: BlockedGraph, matrix: string, shape: KernelShape): string {
  const { rows, columns, to } = shape;
  const { block } = graph.layout;
  const blocks = graph.reshape(matrix, rows * columns, to / block, block);
  return graph.reshape(graph.transpose(blocks, 1, 0, 2), to, 1, rows, columns);
}

/** Weights of a 1x1 convolution for each image, from matrices `[batch, from, to]`: a grouped convolution of one image. */
export function weightsOfImages(graph: BlockedGraph, matrices: string, { from, to }: KernelShape): string {
  const { batch } = graph;
  const { block } = graph.layout;
  const blocks = graph.reshape(matrices, batch, from / block, block, to / block, block);
  return graph.reshape(graph.transpose(blocks, 0, 3, 1, 2, 4), batch * to, from, 1, 1);
}

/** Weights of the transposed 1x1 convolution for each image, from matrices `[batch, from, to]`. */
export function transposedWeightsOfImages(
  graph: BlockedGraph,
  matrices: string,
  { from, to }: KernelShape,
): string {
  const { batch } = graph;
  const { block } = graph.layout;
  const blocks = graph.reshape(matrices, batch, from / block, block, to / block, block);
  return graph.reshape(graph.transpose(blocks, 0, 1, 3, 4, 2), batch * from, to, 1, 1);
}
