import type { NetTensor } from "../../../net/net.ts";
import type { BlockedGraph } from "./blockedGraph.ts";
import type { ConvolutionGeometry } from "./convolutionGeometry.ts";

/** Each position's patch of a plain image that has fewer channels than a block, `[rows * columns * channels]` of the kernel's order. */
export function writePatches(
  graph: BlockedGraph,
  input: NetTensor,
  geometry: ConvolutionGeometry,
): { readonly patches: string; readonly size: number } {
  const [rows, columns] = geometry.kernel;
  const [, channels] = graph.context.shape(input);
  const size = rows * columns * channels;
  const filled = graph.layout.padded(size);
  const { block } = graph.layout;
  // One output for each place of a patch: a 1 there. Weights are [size / block, channels, rows, columns, block] in memory.
  const ones = new Float32Array(filled * size);
  for (let place = 0; place < size; place++) {
    const tap = Math.floor(place / channels);
    const at = Math.floor(place / block) * size + (place % channels) * rows * columns + tap;
    ones[at * block + (place % block)] = 1;
  }
  const weights = graph.builder.floats(ones, [filled, channels, rows, columns]);
  const patches = graph.convolve(graph.context.get(input), weights, geometry);
  return { patches, size: filled };
}

/** Weights of a convolution of a plain image, from `[taps, channels, to]`. */
export function plainConvolutionWeights(
  graph: BlockedGraph,
  kernel: string,
  { rows, columns, channels, to }: { rows: number; columns: number; channels: number; to: number },
): string {
  const { block } = graph.layout;
  const blocks = graph.reshape(kernel, rows * columns, channels, to / block, block);
  return graph.reshape(graph.transpose(blocks, 2, 1, 0, 3), to, channels, rows, columns);
}
