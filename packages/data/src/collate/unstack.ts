import { isRecord, shapeText, shown, sizeOf } from "@tensorloom/core/internal";
import type { BigIntArray, NDArray, TypedArray } from "./ndarray.ts";
import { isMarkedTuple } from "./tupleMark.ts";
import { type AnyIterable, isIterable } from "../sources/iterable.ts";

/**
 * The type of the elements that `unbatch` makes of a batch.
 *
 * Lists are split into items, arrays with a shape into rows, and records and tuples field by field.
 *
 * @example
 * ```ts
 * import { type Dataset, fromArray, stack, type Stacked, type Unstacked } from "@tensorloom/data";
 *
 * type Batch = Stacked<{ readonly id: string; readonly score: number }>;
 * const best = (batches: Dataset<Batch>): Dataset<Unstacked<Batch>> => batches.unbatch().filter(({ score }) => score > 0.5);
 * const scores = fromArray([{ id: "a", score: 0.25 }, { id: "b", score: 0.75 }]);
 * await best(scores.batch(2, { collate: stack })).toArray(); // => [{ id: "b", score: 0.75 }]
 * ```
 */
export type Unstacked<B> =
  B extends NDArray<infer D extends TypedArray | BigIntArray>
    ? (D extends BigIntArray ? bigint : number) | NDArray<D>
    : B extends readonly unknown[]
      ? number extends B["length"]
        ? B[number]
        : { -readonly [K in keyof B]: Unstacked<B[K]> }
      : B extends AnyIterable<infer T>
        ? T
        : { -readonly [K in keyof B]: Unstacked<B[K]> };

/** An array with a shape, of numbers or bigints. */
interface Rows {
  readonly data: TypedArray | BigIntArray;
  readonly shape: readonly number[];
}

/** A part of a batch: its number of elements, and each of them. */
interface Part {
  readonly path: string;
  readonly length: number;
  readonly at: (index: number) => unknown;
}

/**
 * Splits a batch into its elements, field by field: rows and items.
 *
 * @throws TypeError if the value is not a batch; RangeError if its parts have different lengths.
 */
export function unstack(batch: unknown): AnyIterable<unknown> {
  const isStacked = Array.isArray(batch) ? isMarkedTuple(batch) : isRows(batch) || isRecord(batch);
  if (!isStacked) {
    if (isIterable(batch)) return batch as AnyIterable<unknown>; // just seen
    throw new TypeError(
      `unbatch: expected a list, an array with a shape or an object of such, got ${shown(batch)}`,
    );
  }
  const { length, at } = partOf("", batch);
  return Array.from({ length }, (_, index) => at(index));
}

function isRows(value: unknown): value is Rows {
  if (typeof value !== "object" || value === null || !("data" in value && "shape" in value)) return false;
  return ArrayBuffer.isView(value.data) && !(value.data instanceof DataView) && Array.isArray(value.shape);
}

function partOf(path: string, batch: unknown): Part {
  if (isRows(batch)) return rowsPart(path, batch);
  if (Array.isArray(batch) && !isMarkedTuple(batch)) return listPart(path, batch);
  if (ArrayBuffer.isView(batch) && !(batch instanceof DataView)) return listPart(path, batch as TypedArray); // arrays of bigints work the same way
  const fields = Array.isArray(batch) || isRecord(batch) ? Object.entries<unknown>(batch) : [];
  if (fields.length === 0)
    throw new TypeError(
      `unbatch: the batch${path} must be a list or an array with a shape, got ${shown(batch)}`,
    );
  const parts = fields.map(([key, value]) => [key, partOf(`${path}.${key}`, value)] as const);
  const [[, first]] = parts;
  for (const [, { length, path: where }] of parts)
    if (length !== first.length)
      throw new RangeError(
        `unbatch: the batch${where} has ${String(length)} elements, but the batch${first.path} has ${String(first.length)}`,
      );
  const at = (index: number): unknown =>
    Array.isArray(batch)
      ? parts.map(([, part]) => part.at(index))
      : Object.fromEntries(parts.map(([key, part]) => [key, part.at(index)]));
  return { path: first.path, length: first.length, at };
}

function listPart(path: string, list: ArrayLike<unknown>): Part {
  return { path, length: list.length, at: (index) => list[index] };
}

/** The rows of an array. They are numbers if it has one axis, otherwise views of its memory. */
function rowsPart(path: string, { data, shape: all }: Rows): Part {
  const [length = NaN, ...shape] = all;
  const size = sizeOf(shape);
  if (length * size !== data.length)
    throw new RangeError(
      `unbatch: the batch${path} must have ${String(data.length)} numbers in one axis or more, got the shape ${shapeText(all)}`,
    );
  const at = (index: number): unknown =>
    shape.length === 0 ? data[index] : { data: data.subarray(index * size, (index + 1) * size), shape };
  return { path, length, at };
}
