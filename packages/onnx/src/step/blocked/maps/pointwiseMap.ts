import type { BlockedGraph } from "../graph/blockedGraph.ts";
import { convolutionWeights, transposedWeights } from "../graph/blockedWeights.ts";
import type { ConvolutionTensors } from "./depthwiseMap.ts";
import type { LinearMap } from "./linearMap.ts";
import { PositionSums } from "../graph/positionSums.ts";
import { addKernelGradient, readKernel } from "../graph/weights.ts";

/** A 1x1 convolution: a product over the channels. */
export function pointwiseMap(graph: BlockedGraph, { input, output, kernel }: ConvolutionTensors): LinearMap {
  const { context } = graph;
  const from = graph.shapeOf(input);
  const to = graph.shapeOf(output);
  const filled = [from.channels, to.channels];
  const sides = { rows: 1, columns: 1, from: from.channels, to: to.channels };
  const matrix = readKernel(graph, kernel, filled);
  const scaled = (scale: string | undefined): string =>
    scale === undefined ? matrix : graph.multiply(matrix, scale);
  const x = context.get(input, "blocked");
  return {
    output: to,
    forward({ scale, shift, sum } = {}) {
      return graph.convolve(x, convolutionWeights(graph, scaled(scale), sides), { bias: shift, sum });
    },
    backward(d, scale) {
      if (kernel.trainable) {
        const { products } = new PositionSums(graph, x, from).with(d, to);
        const own = scale === undefined ? products : graph.multiply(products, scale);
        addKernelGradient(graph, kernel, own, filled);
      }
      if (!context.needsGradient(input)) return;
      const weights = transposedWeights(graph, scaled(scale), sides);
      const sum = context.takeGradient(input, "blocked");
      context.addGradient(input, graph.convolve(d, weights, { sum }), "blocked");
    },
  };
}
