import type { NetTensor } from "../../../net/net.ts";
import type { StepParts } from "../../stepPart.ts";
import { normalizeLive } from "./batchNormalization.ts";
import type { BlockedGraph, BlockedShape } from "../graph/blockedGraph.ts";
import { convolutionWeights, transposedWeights } from "../graph/blockedWeights.ts";
import { type NormalizationOps, type NormalizedMap, scaleByImage } from "./normalizedMap.ts";
import { PositionSums } from "../graph/positionSums.ts";

/** A product `x W` over the channels of an image. */
export interface ChannelProduct {
  /** The image in blocks of channels. */
  readonly x: string;
  readonly from: BlockedShape;
  readonly to: BlockedShape;
  /** `[from, to]`, filled up with zeros. */
  readonly matrix: string;
  /** Takes the gradient of the matrix. */
  addGradient(gradient: string): void;
  /** The tensor that takes the gradient of `x`; undefined if none does. */
  readonly input: NetTensor | undefined;
}

/**
 * Normalises a product over channels without computing it first.
 *
 * With the sums over positions `s` of `x` and `G` of `x xᵀ`, the mean of `u = Wᵀ x` is `Wᵀ s / M`, and the mean of its squares the
 * diagonal of `Wᵀ G W / M`. So scale `a` and shift fold into the weights: `z = (W a)ᵀ x + shift`, one pass over memory.
 *
 * The gradient of `u` is `a (dz + B u + C)`, `B` and `C` by channel, and its products with `x` follow from `P`, the sum of `x dzᵀ`:
 * `dW = a P + a B (G W) + a C sᵀ`, and `dx = (W a) dz + (W a B Wᵀ) x + W (a C)`.
 *
 * @see docs/decisions/019-train-step-in-blocks.md
 */
export function gramMap(
  graph: BlockedGraph,
  parts: StepParts,
  channelProduct: ChannelProduct,
  { op, bias }: NormalizationOps,
): NormalizedMap {
  const { context } = graph;
  const { x, from, to, matrix, input } = channelProduct;
  const sides = { rows: 1, columns: 1, from: from.channels, to: to.channels };
  const all = new PositionSums(graph, x, from);
  const { products: gram, sums } = all.gram();
  const gramMatrix = graph.product(gram, matrix);
  const inverse = 1 / graph.positions(to);
  const rowOfSums = graph.reshape(sums, 1, from.channels);
  const mean = graph.times(graph.reshape(graph.product(rowOfSums, matrix), to.channels), inverse);
  const square = graph.times(graph.sum(graph.multiply(gramMatrix, matrix), 0), inverse);
  const norm = normalizeLive(graph, parts, op, { moments: { mean, square }, shape: to, bias });
  const scaled = graph.multiply(matrix, norm.scale);

  return {
    output: to,
    forward({ factor, sum }) {
      const weights = convolutionWeights(graph, scaled, sides);
      if (factor === undefined) return graph.convolve(x, weights, { bias: norm.shift, sum });
      const z = graph.convolve(x, weights, { bias: norm.shift });
      return scaleByImage(graph, z, to, { factor, sum });
    },
    backward(dz) {
      const { products, sums: dSums } = all.with(dz, to);
      const { slope, offset } = norm.backward(dSums, graph.sum(graph.multiply(products, matrix), 0));
      const scaledSlope = graph.multiply(norm.scale, slope);
      const scaledOffset = graph.multiply(norm.scale, offset);
      const ofProducts = graph.multiply(products, norm.scale);
      const ofSquares = graph.multiply(gramMatrix, scaledSlope);
      const ofSums = graph.multiply(graph.reshape(sums, from.channels, 1), scaledOffset);
      channelProduct.addGradient(graph.add(graph.add(ofProducts, ofSquares), ofSums));
      if (input === undefined || !context.needsGradient(input)) return;
      const correction = graph.product(graph.multiply(matrix, scaledSlope), matrix, { turnB: true });
      const shift = graph.product(matrix, graph.reshape(scaledOffset, to.channels, 1));
      const square = { ...sides, to: from.channels };
      const corrected = graph.convolve(x, convolutionWeights(graph, correction, square), {
        bias: graph.reshape(shift, from.channels),
        sum: context.takeGradient(input, "blocked"),
      });
      const dx = graph.convolve(dz, transposedWeights(graph, scaled, sides), { sum: corrected });
      context.addGradient(input, dx, "blocked");
    },
  };
}
