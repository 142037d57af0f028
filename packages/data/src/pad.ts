import { finite, integer, shown } from "@tensorloom/core";
import { isTypedArray, type NDArray, type TypedArray } from "./ndarray.ts";

/** How lists of different lengths are made equal. */
export interface PadOptions {
  /** The length that all get; default: that of the longest. A longer list is refused. */
  readonly length?: number;
  /** What is put behind the short ones; default 0. */
  readonly value?: number;
}

/** What `pad` makes of lists of a kind: arrays of arrays, or typed arrays as one array `[n, length]`. */
export type Padded<T> = T extends TypedArray ? NDArray<T> : number[][];

/**
 * Fills lists up to one length.
 *
 * @throws RangeError where a list is longer than `length`; TypeError where an element is not a list of numbers.
 * @example
 * ```ts
 * import { pad } from "@tensorloom/data";
 *
 * pad([[1], [2, 3]], { value: -1 }); // => [[1, -1], [2, 3]]
 * ```
 */
export function pad<T extends readonly number[] | TypedArray>(
  lists: readonly T[],
  options: PadOptions = {},
): Padded<T> {
  lists.forEach((list: unknown, i) => {
    if (!Array.isArray(list) && !isTypedArray(list))
      throw new TypeError(`pad: element ${String(i)} must be a list of numbers, got ${shown(list)}`);
  });
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const { length = longest, value = 0 } = options;
  integer("pad: length", length, 0);
  finite("pad: value", value);
  lists.forEach((list, i) => {
    if (list.length > length)
      throw new RangeError(
        `pad: element ${String(i)} must have a length of at most ${String(length)}, got ${String(list.length)}`,
      );
  });
  const first = lists.at(0);
  const padded = isTypedArray(first)
    ? joined(first, lists, length, value)
    : lists.map((list) => Array.from({ length }, (_, i) => (i < list.length ? list[i] : value)));
  return padded as Padded<T>; // the two cases of Padded
}

function joined(
  first: TypedArray,
  lists: readonly ArrayLike<number>[],
  length: number,
  value: number,
): NDArray {
  // The constructor of the lists' own kind: the batch keeps their element type.
  const data = new (first.constructor as new (length: number) => TypedArray)(lists.length * length).fill(
    value,
  );
  lists.forEach((list, i) => data.set(list, i * length));
  return { data, shape: [lists.length, length] };
}
