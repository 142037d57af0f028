import type { BlockedGraph, BlockedShape } from "./blockedGraph.ts";

/** From how many positions of an image on products over positions are made image by image. Measured. */
const LARGE_IMAGE = 784;

/** Sums over all positions of a batch. */
export interface Sums {
  /** `[from, to]`: the sum of `x dᵀ`. */
  readonly products: string;
  /** `[to]`: the sum of `d`. */
  readonly sums: string;
}

/**
 * Sums over all positions of a batch of images `x` and of others of the same height and width.
 *
 * Small images are one matrix `[positions, channels]`. Large ones stay apart, and a row of ones below their channels yields the sums
 * with the products.
 */
export class PositionSums {
  readonly #graph: BlockedGraph;
  readonly #shape: BlockedShape;
  readonly #isLarge: boolean;
  /** Of small images the matrix; of large ones `[batch, channels + 1, positions]`. */
  readonly #rows: string;
  /** Of large images: without the row of ones. */
  readonly #channelRows: string;

  constructor(graph: BlockedGraph, x: string, shape: BlockedShape) {
    this.#graph = graph;
    this.#shape = shape;
    const { height, width } = shape;
    this.#isLarge = height * width >= LARGE_IMAGE;
    if (!this.#isLarge) {
      this.#rows = this.#channelRows = graph.positionRows(x, shape);
      return;
    }
    this.#channelRows = graph.channelRows(x, shape);
    const ones = graph.builder.filled(1, [graph.batch, 1, height * width]);
    this.#rows = graph.builder.node("Concat", [this.#channelRows, ones], { axis: 1 });
  }

  /** The sums of `x xᵀ`, the Gram matrix, and of `x`. */
  gram(): Sums {
    const graph = this.#graph;
    const { channels } = this.#shape;
    if (!this.#isLarge)
      return {
        products: graph.product(this.#rows, this.#rows, { turnA: true }),
        sums: graph.sum(this.#rows, 0),
      };
    const both = graph.sum(graph.product(this.#rows, this.#channelRows, { turnB: true }), 0);
    return {
      products: graph.slice(both, 0, 0, channels),
      sums: graph.reshape(graph.slice(both, 0, channels, channels + 1), channels),
    };
  }

  /** The sums of `x dᵀ` and of `d`. */
  with(d: string, shape: BlockedShape): Sums {
    const graph = this.#graph;
    const from = this.#shape.channels;
    const { channels: to, height, width } = shape;
    if (!this.#isLarge) {
      const rows = graph.positionRows(d, shape);
      return { products: graph.product(this.#rows, rows, { turnA: true }), sums: graph.sum(rows, 0) };
    }
    const { batch } = graph;
    const images = graph.reshape(this.#rows, batch, 1, from + 1, height * width);
    const blocks = graph.sum(graph.product(images, graph.blockRows(d, shape)), 0); // [blocks, from + 1, block]
    const both = graph.reshape(graph.transpose(blocks, 1, 0, 2), from + 1, to);
    return {
      products: graph.slice(both, 0, 0, from),
      sums: graph.reshape(graph.slice(both, 0, from, from + 1), to),
    };
  }
}
