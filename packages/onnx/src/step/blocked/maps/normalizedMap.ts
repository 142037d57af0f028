import type { NetOpOf, NetWeight } from "../../../net/net.ts";
import type { StepParts } from "../../stepPart.ts";
import { normalizeLive } from "./batchNormalization.ts";
import type { BlockedGraph, BlockedShape } from "../graph/blockedGraph.ts";
import type { LinearMap } from "./linearMap.ts";
import { addVectorGradient } from "../graph/weights.ts";

/** Options of {@link NormalizedMap.forward}. */
interface NormalizedOptions {
  /** A factor for each image, `[batch, 1]`. */
  readonly factor: string | undefined;
  /** An image that is added in the end. */
  readonly sum: string | undefined;
}

/** A linear map with the normalisation or the bias that follows it. */
export interface NormalizedMap {
  readonly output: BlockedShape;
  /** Writes `factor * z + sum` with the normalised output `z`. */
  forward(options: NormalizedOptions): string;
  /** Adds the gradients of the input and of all weights from that of `z`. */
  backward(dz: string): void;
}

/** A normalisation and the bias of the convolution before it. */
export interface NormalizationOps {
  readonly op: NetOpOf<"normalization">;
  readonly bias: NetWeight | undefined;
}

/**
 * Normalises the output of a map with the statistics of the batch.
 *
 * The map is computed first; its mean and mean of squares make the scale and shift of one more pass.
 */
export function normalizedMap(
  graph: BlockedGraph,
  parts: StepParts,
  map: LinearMap,
  { op, bias }: NormalizationOps,
): NormalizedMap {
  const { output: shape } = map;
  const u = map.forward();
  const count = graph.builder.float(1 / graph.positions(shape));
  const mean = graph.builder.node("ReduceMean", [graph.mean(u, shape), graph.builder.ints([0])], {
    keepdims: 0,
  });
  const square = graph.multiply(graph.sum(graph.dot(u, u, shape), 0), count);
  const norm = normalizeLive(graph, parts, op, { moments: { mean, square }, shape, bias });
  return {
    output: shape,
    forward({ factor, sum }) {
      const { scale, shift } = norm;
      if (factor === undefined) return graph.scaleChannels(u, shape, scale, { shift, sum });
      const factors = { shift: graph.multiply(shift, factor), sum };
      return graph.scaleImages(u, shape, graph.multiply(scale, factor), factors);
    },
    backward(dz) {
      const { slope, offset } = norm.backward(
        channelSums(graph, dz, shape),
        graph.sum(graph.dot(dz, u, shape), 0),
      );
      map.backward(graph.scaleChannels(u, shape, slope, { shift: offset, sum: dz }), norm.scale);
    },
  };
}

/** A map whose scale and shift are known before it is computed: they fold into its weights and bias. */
export interface FoldedOptions {
  readonly scale: string | undefined;
  readonly shift: string | undefined;
  /** A bias that is trained. */
  readonly bias: NetWeight | undefined;
}

/** Folds a scale and a shift into a map. */
export function foldedMap(graph: BlockedGraph, map: LinearMap, options: FoldedOptions): NormalizedMap {
  const { output: shape } = map;
  const { scale, shift, bias } = options;
  return {
    output: shape,
    forward({ factor, sum }) {
      if (factor === undefined) return map.forward({ scale, shift, sum });
      return scaleByImage(graph, map.forward({ scale, shift }), shape, { factor, sum });
    },
    backward(dz) {
      if (bias?.trainable === true) {
        const gradient = channelSums(graph, dz, shape);
        const own = scale === undefined ? gradient : graph.multiply(gradient, scale);
        addVectorGradient(graph, bias, own, shape.channels);
      }
      map.backward(dz, scale);
    },
  };
}

/** `factor * x + sum`, with a factor for each image. */
export function scaleByImage(
  graph: BlockedGraph,
  x: string,
  shape: BlockedShape,
  { factor, sum }: { readonly factor: string; readonly sum?: string | undefined },
): string {
  const { channels } = shape;
  const factors = graph.multiply(factor, graph.builder.filled(1, [channels]));
  return graph.scaleImages(x, shape, factors, { sum });
}

/** The sum of each channel over all positions. */
function channelSums(graph: BlockedGraph, x: string, shape: BlockedShape): string {
  return graph.times(graph.sum(graph.mean(x, shape), 0), shape.height * shape.width);
}
