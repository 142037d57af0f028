import type { NetTensor, NetWeight } from "../../../net/net.ts";
import type { BlockedGraph } from "../graph/blockedGraph.ts";
import { depthwiseWeights } from "../graph/blockedWeights.ts";
import { type ConvolutionGeometry, convolveTransposed, unread } from "../graph/convolutionGeometry.ts";
import type { LinearMap } from "./linearMap.ts";
import { addKernelGradient, readKernel } from "../graph/weights.ts";

/** What the map of a convolution reads. */
export interface ConvolutionTensors {
  readonly input: NetTensor;
  readonly output: NetTensor;
  readonly kernel: NetWeight;
  readonly geometry: ConvolutionGeometry;
}

/**
 * A depthwise convolution.
 *
 * The filter's gradient is a grouped convolution of the input whose kernel is the output's gradient, dilated by the strides.
 */
export function depthwiseMap(
  graph: BlockedGraph,
  { input, output, kernel, geometry }: ConvolutionTensors,
): LinearMap {
  const { context } = graph;
  const from = graph.shapeOf(input);
  const to = graph.shapeOf(output);
  const { channels } = to;
  const [rows, columns] = geometry.kernel;
  const taps = rows * columns;
  const sides = { rows, columns, from: channels, to: channels };
  const matrix = graph.reshape(readKernel(graph, kernel, [taps, channels, 1]), taps, channels);
  const scaled = (scale: string | undefined): string =>
    scale === undefined ? matrix : graph.multiply(matrix, scale);
  const x = context.get(input, "blocked");

  function filterGradient(d: string): string {
    const { batch } = graph;
    const { block } = graph.layout;
    const all = batch * channels;
    const products = graph.convolve(
      graph.asOneImage(x, from),
      graph.reshape(d, all, 1, to.height, to.width),
      { kernel: [to.height, to.width], dilations: geometry.strides, pads: geometry.pads, groups: all },
    );
    const [below, beside] = unread(geometry, from.height, from.width);
    const found = [channels / block, rows + below, columns + beside, block];
    const sum = graph.sum(graph.reshape(products, batch, ...found), 0);
    const own = graph.cut(sum, found, [channels / block, rows, columns, block]);
    const tapsFirst = graph.transpose(graph.reshape(own, channels / block, taps, block), 1, 0, 2);
    return graph.reshape(tapsFirst, taps, channels);
  }

  return {
    output: to,
    forward({ scale, shift, sum } = {}) {
      const weights = depthwiseWeights(graph, scaled(scale), sides);
      return graph.convolve(x, weights, { ...geometry, groups: channels, bias: shift, sum });
    },
    backward(d, scale) {
      if (kernel.trainable) {
        const gradient = filterGradient(d);
        const own = scale === undefined ? gradient : graph.multiply(gradient, scale);
        addKernelGradient(graph, kernel, graph.reshape(own, taps, channels, 1), [taps, channels, 1]);
      }
      if (!context.needsGradient(input)) return;
      const weights = depthwiseWeights(graph, graph.reverse(scaled(scale)), sides);
      const sum = context.takeGradient(input, "blocked");
      const options = { geometry, input: from, output: to, groups: channels, sum };
      context.addGradient(input, convolveTransposed(graph, d, weights, options), "blocked");
    },
  };
}
