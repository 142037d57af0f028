import type { NetOpOf, Pair } from "./net.ts";

/**
 * Rows and columns that a convolution or pooling adds around its input: `[[top, bottom], [left, right]]`.
 *
 * TensorFlow's `same` puts the odd one at the bottom and at the right.
 *
 * @returns `undefined` for `same` if a side of the input is free and its stride is not 1.
 * @see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function windowPadding(op: NetOpOf<"convolution" | "pool">): readonly [Pair, Pair] | undefined {
  const { padding, strides } = op;
  if (padding === "valid")
    return [
      [0, 0],
      [0, 0],
    ];
  if (padding !== "same") return padding;
  const [height, width] = op.inputs[0].shape;
  const [tall, wide] = windowOf(op);
  const rows = samePadding(height, tall, strides[0]);
  const columns = samePadding(width, wide, strides[1]);
  return rows && columns && [rows, columns];
}

/** Rows and columns that one output reads, the gaps of a dilation included. */
export function windowOf(op: NetOpOf<"convolution" | "pool">): Pair {
  if (op.kind === "pool") return op.size;
  const { kernel, dilations } = op;
  return [dilations[0] * (kernel.shape[0] - 1) + 1, dilations[1] * (kernel.shape[1] - 1) + 1];
}

function samePadding(side: number | null, window: number, stride: number): Pair | undefined {
  if (side === null && stride !== 1) return undefined;
  // At a stride of 1 it does not depend on the side.
  const excess = side === null ? -1 : (Math.ceil(side / stride) - 1) * stride - side;
  const total = Math.max(excess + window, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
