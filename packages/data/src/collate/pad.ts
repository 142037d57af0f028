import { checkOptions } from "@tensorloom/core/internal";
import { assertList } from "../validate.ts";
import { padColumn } from "./padColumn.ts";
import type { Padded, PadLength, PadValue } from "./padded.ts";
import { checkPadding } from "./padding.ts";

/**
 * Options of {@link pad}.
 *
 * @inline
 */
export interface PadOptions<T = unknown> {
  /**
   * The length of all lists; default: that of the longest. A longer list throws. Pass one number for all lists, or a
   * length per field. For lists of lists, a number is the length of the outermost axis, and a list has one per axis.
   */
  readonly length?: PadLength<T> | undefined;
  /**
   * The value that fills short lists; default 0, `""` or false. Pass one value for all lists of its kind, or a value per
   * field. If all lists are empty, they count as lists of numbers: pass the value per field for other kinds.
   */
  readonly value?: PadValue<T> | undefined;
}

/**
 * Pads lists to one length. Nested lists are padded too, each level to its own longest.
 *
 * Objects and tuples are padded field by field, as in tf.data: lists are padded, typed arrays become one array
 * `[n, length]`, and numbers, strings and everything else become arrays. An array of numbers, of strings or of booleans,
 * or of such arrays, is a list; any other array is a tuple. A tuple of lists of two kinds looks like a list if all lists
 * of one kind are empty: use an object if that can happen.
 *
 * @throws RangeError if a list is longer than `length`; TypeError if elements or their lists differ in kind or depth.
 * @example
 * ```ts
 * import { pad } from "@tensorloom/data";
 *
 * pad([[1], [2, 3]], { value: -1 }); // => [[1, -1], [2, 3]]
 * pad([{ ids: [1], name: "a" }, { ids: [2, 3], name: "b" }]); // => { ids: [[1, 0], [2, 3]], name: ["a", "b"] }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/unified-signatures -- without the second parameter it fits a `collate` that also receives a key
export function pad<T>(elements: readonly T[], options: PadOptions<NoInfer<T>>): Padded<T>;
export function pad<T>(elements: readonly T[]): Padded<T>;
export function pad<T>(elements: readonly T[], options: PadOptions<NoInfer<T>> = {}): Padded<T> {
  assertList("pad: elements", elements);
  const padding = checkPadding("pad", checkOptions("pad", options, { length: "number", value: "number" }));
  return padColumn("", elements, { ...padding, own: true }) as Padded<T>; // the table of Padded, case by case
}
