import type { NetTensor, NetWeight } from "../../../net/net.ts";
import type { BlockedGraph } from "../graph/blockedGraph.ts";
import {
  convolutionWeights,
  transposedWeights,
  transposedWeightsOfImages,
  weightsOfImages,
} from "../graph/blockedWeights.ts";
import { type Gate, writeGate } from "./gate.ts";
import type { LinearMap } from "./linearMap.ts";
import { PositionSums } from "../graph/positionSums.ts";
import { addKernelGradient, readKernel } from "../graph/weights.ts";

/** From how many positions on a gate goes into weights for each image, rather than into the image. Measured. */
const LARGE_IMAGE = 784;

/** What a gated 1x1 convolution reads. */
export interface GatedTensors {
  readonly input: NetTensor;
  readonly output: NetTensor;
  readonly kernel: NetWeight;
  readonly gate: Gate;
}

/** Matrices, `[batch, from, to]`, and sums of a gated product for the backward pass. */
interface GatedProduct {
  forward(matrix: string, shift: string | undefined, sum: string | undefined): string;
  /** From the output's gradient: the gradients of the matrix, before its scale, and of the factors. */
  gradients(d: string, matrix: string): { readonly matrix: string; readonly factors: string };
  /** The input's gradient from that of the output, with `means`, `[batch, channels]`, added at each position. */
  inputGradient(means: string): string;
}

/** A squeeze-and-excite gate and the 1x1 convolution that follows it: `(g * x) W`. */
export function gatedMap(graph: BlockedGraph, { input, output, kernel, gate }: GatedTensors): LinearMap {
  const { context } = graph;
  const from = graph.shapeOf(input);
  const to = graph.shapeOf(output);
  const x = context.get(input, "blocked");
  const filled = [from.channels, to.channels];
  const matrix = readKernel(graph, kernel, filled);
  const scaled = (scale: string | undefined): string =>
    scale === undefined ? matrix : graph.multiply(matrix, scale);
  const written = writeGate(graph, gate, graph.mean(x, from), from);
  const isLarge = from.height * from.width >= LARGE_IMAGE;
  const product = (isLarge ? gateInWeights : gateInImage)(graph, { x, factors: written.factors, from, to });
  return {
    output: to,
    forward: ({ scale, shift, sum } = {}) => product.forward(scaled(scale), shift, sum),
    backward(d, scale) {
      const gradients = product.gradients(d, scaled(scale));
      if (kernel.trainable) {
        const own = scale === undefined ? gradients.matrix : graph.multiply(gradients.matrix, scale);
        addKernelGradient(graph, kernel, own, filled);
      }
      const means = graph.times(written.backward(gradients.factors), 1 / (from.height * from.width));
      if (!context.needsGradient(input)) return;
      context.addGradient(input, product.inputGradient(means), "blocked");
    },
  };
}

interface GatedShapes {
  readonly x: string;
  /** `[batch, from]`. */
  readonly factors: string;
  readonly from: ReturnType<BlockedGraph["shapeOf"]>;
  readonly to: ReturnType<BlockedGraph["shapeOf"]>;
}

/** The gate scales the image, one pass over memory. */
function gateInImage(graph: BlockedGraph, { x, factors, from, to }: GatedShapes): GatedProduct {
  const sides = { rows: 1, columns: 1, from: from.channels, to: to.channels };
  const gated = graph.scaleImages(x, from, factors);
  let dGated = "";
  return {
    forward: (matrix, shift, sum) =>
      graph.convolve(gated, convolutionWeights(graph, matrix, sides), { bias: shift, sum }),
    gradients(d, matrix) {
      dGated = graph.convolve(d, transposedWeights(graph, matrix, sides));
      const { products } = new PositionSums(graph, gated, from).with(d, to);
      return { matrix: products, factors: graph.dot(dGated, x, from) };
    },
    inputGradient: (means) => graph.scaleImages(dGated, from, factors, { shift: means }),
  };
}

/** The gate scales the weights, so that each image has its own: a grouped convolution of one image with all channels. */
function gateInWeights(graph: BlockedGraph, { x, factors, from, to }: GatedShapes): GatedProduct {
  const { batch } = graph;
  const { block } = graph.layout;
  const sides = { rows: 1, columns: 1, from: from.channels, to: to.channels };
  const blocks = from.channels / block;
  const ofImages = (matrix: string): string =>
    graph.multiply(matrix, graph.reshape(factors, batch, from.channels, 1));
  let latest: { d: string; matrices: string };
  return {
    forward(matrix, shift, sum) {
      const bias = shift && repeatForImages(graph, shift, to.channels);
      const weights = weightsOfImages(graph, ofImages(matrix), sides);
      const all = graph.convolve(graph.asOneImage(x, from), weights, {
        groups: batch,
        bias,
        sum: sum && graph.asOneImage(sum, to),
      });
      return graph.asBatch(all, to);
    },
    gradients(d, matrix) {
      latest = { d, matrices: ofImages(matrix) };
      const positions = from.height * from.width;
      const rows = graph.reshape(graph.channelRows(d, to), batch, 1, to.channels, positions);
      const products = graph.product(rows, graph.blockRows(x, from)); // [batch, blocks, to, block]
      const gated = graph.multiply(products, graph.reshape(factors, batch, blocks, 1, block));
      const ofMatrix = graph.transpose(graph.sum(gated, 0), 0, 2, 1);
      const inBlocks = graph.transpose(graph.reshape(matrix, blocks, block, to.channels), 0, 2, 1);
      const ofFactors = graph.sum(graph.multiply(products, inBlocks), 2);
      return {
        matrix: graph.reshape(ofMatrix, from.channels, to.channels),
        factors: graph.reshape(ofFactors, batch, from.channels),
      };
    },
    inputGradient(means) {
      const { d, matrices } = latest;
      const weights = transposedWeightsOfImages(graph, matrices, sides);
      const bias = graph.reshape(means, batch * from.channels);
      const all = graph.convolve(graph.asOneImage(d, to), weights, { groups: batch, bias });
      return graph.asBatch(all, from);
    },
  };
}

/** `[channels]` once for each image: `[batch * channels]`. */
function repeatForImages(graph: BlockedGraph, vector: string, channels: number): string {
  const repeated = graph.multiply(vector, graph.builder.filled(1, [graph.batch, 1]));
  return graph.reshape(repeated, graph.batch * channels);
}
