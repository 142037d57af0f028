import type { Operator } from "../../source.ts";
import type { AnyIterable } from "../../sources/iterable.ts";
import { unstack, type Unstacked } from "../../collate/unstack.ts";
import { interleaveStage } from "./interleave.ts";

/**
 * Splits batches into their elements: the inverse of `batch`.
 *
 * A batch is an iterable of elements, or a result of `stack` or `pad`. An array with a shape is split into numbers, or
 * into views `{ data, shape }` of its memory. An object or a tuple is split field by field.
 *
 * @throws TypeError if an element is not a batch; RangeError if its fields have different lengths.
 * @see tf.data.Dataset.unbatch
 * @example
 * ```ts
 * import { range, stack, unbatch } from "@tensorloom/data";
 *
 * const batches = range(3).map((x) => ({ x, name: `n${x}` })).batch(2, { collate: stack });
 * await batches.apply(unbatch()).toArray(); // => [{ x: 0, name: "n0" }, { x: 1, name: "n1" }, { x: 2, name: "n2" }]
 * ```
 */
export function unbatch<B extends object>(): Operator<B, Unstacked<B>> {
  // The table of Unstacked, case by case.
  return interleaveStage("unbatch()", { make: (batch: B) => unstack(batch) as AnyIterable<Unstacked<B>> });
}
