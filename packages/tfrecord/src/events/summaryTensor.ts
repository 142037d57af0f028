import type { Histogram } from "./computeHistogram.ts";
import { type Fields, readMessage } from "../wire/readMessage.ts";

/** The data types of a TensorProto that hold numbers of summaries. */
export const FLOAT = 1;
const DOUBLE = 2;
const VALUE_BYTES: ReadonlyMap<number, number> = new Map([
  [FLOAT, 4],
  [DOUBLE, 8],
]);

/**
 * Reads the numbers of a tensor of floats or doubles, from `tensor_content` or from the repeated field.
 *
 * @see tensorflow/core/framework/tensor.proto
 */
function readNumbers(tensor: Fields): readonly number[] {
  const type = tensor.integer(1);
  const size = VALUE_BYTES.get(type);
  if (size === undefined) return [];
  const content = tensor.bytes(4);
  const lists = content === undefined ? tensor.all(type === FLOAT ? 5 : 6) : [content];
  return lists.flatMap((bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const count = Math.floor(bytes.length / size);
    const read = (i: number): number =>
      type === FLOAT ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true);
    return Array.from({ length: count }, (_, i) => read(i));
  });
}

/** Reads a tensor of one number, as `tf.summary.scalar` writes it. */
export function readScalarTensor(tensor: Fields): number | undefined {
  return readNumbers(tensor).at(0);
}

/** Reads a tensor of rows `[left, right, count]`, as `tf.summary.histogram` writes it. */
export function readHistogramTensor(tensor: Fields): Histogram | undefined {
  const numbers = readNumbers(tensor);
  if (numbers.length % 3 !== 0) return undefined;
  const rows = Array.from({ length: numbers.length / 3 }, (_, i) => numbers.slice(3 * i, 3 * i + 3));
  const counts = rows.map(([, , count]) => count);
  const middles = rows.map(([left, right]) => (left + right) / 2);
  const sumOf = (value: (i: number) => number): number => rows.reduce((sum, _, i) => sum + value(i), 0);
  return {
    min: rows.at(0)?.[0] ?? 0,
    max: rows.at(-1)?.[1] ?? 0,
    count: sumOf((i) => counts[i]),
    sum: sumOf((i) => counts[i] * middles[i]), // approximate: the tensor has no values, so use the middle of each interval
    sumSquares: sumOf((i) => counts[i] * middles[i] ** 2),
    limits: rows.map(([, right]) => right),
    counts,
  };
}

/** Reads a tensor of strings `[width, height, image, …]`, as `tf.summary.image` writes it: the first image. */
export function readImageTensor(
  tensor: Fields,
): { height: number; width: number; encoded: Uint8Array } | undefined {
  const [width, height, encoded] = tensor.all(8);
  if (tensor.all(8).length < 3) return undefined;
  const size = (text: Uint8Array): number => Number(new TextDecoder().decode(text));
  return { height: size(height), width: size(width), encoded };
}

/** Reads a tensor of floats of any plugin; `undefined` for other types. */
export function readFloatTensor(
  tensor: Fields,
): { shape: readonly number[]; data: Float32Array } | undefined {
  if (tensor.integer(1) !== FLOAT) return undefined;
  const shape = tensor.bytes(2);
  const lengths = shape === undefined ? [] : readMessage(shape).all(2);
  return {
    shape: lengths.map((length) => readMessage(length).integer(1)),
    data: Float32Array.from(readNumbers(tensor)),
  };
}
