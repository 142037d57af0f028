import type { BlockedGraph } from "../graph/blockedGraph.ts";
import type { ConvolutionTensors } from "./depthwiseMap.ts";
import type { LinearMap } from "./linearMap.ts";
import { plainConvolutionWeights, writePatches } from "../graph/patches.ts";
import { PositionSums } from "../graph/positionSums.ts";
import { addKernelGradient, readKernel } from "../graph/weights.ts";

/** A convolution of a plain image that has fewer channels than a block and needs no gradient. */
export function stemMap(graph: BlockedGraph, tensors: ConvolutionTensors): LinearMap {
  const { input, kernel, geometry } = tensors;
  const { context } = graph;
  const output = graph.shapeOf(tensors.output);
  const to = output.channels;
  const [, channels] = context.shape(input);
  const [rows, columns] = geometry.kernel;
  return {
    output,
    forward({ scale, shift, sum } = {}) {
      const taps = readKernel(graph, kernel, [rows * columns, channels, to]);
      const scaled = scale === undefined ? taps : graph.multiply(taps, scale);
      const weights = plainConvolutionWeights(graph, scaled, { rows, columns, channels, to });
      return graph.convolve(context.get(input), weights, { ...geometry, bias: shift, sum });
    },
    backward(d, scale) {
      if (!kernel.trainable) return;
      const { patches, size } = writePatches(graph, input, geometry);
      const { products } = new PositionSums(graph, patches, { ...output, channels: size }).with(d, output);
      const own = scale === undefined ? products : graph.multiply(products, scale);
      addKernelGradient(graph, kernel, own, [size, to]);
    },
  };
}
