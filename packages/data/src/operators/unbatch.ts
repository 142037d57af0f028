import { callable } from "@tensorloom/core";
import type { Operator } from "../source.ts";
import type { AnyIterable } from "../sources/iterable.ts";
import { takingTurns } from "./interleave.ts";

/**
 * Gives the elements of each batch one by one.
 *
 * @param split - The elements that a batch holds; default: the batch is an array, or another iterable.
 * @see tf.data.Dataset.unbatch
 */
export function unbatch<T>(): Operator<AnyIterable<T>, T>;
export function unbatch<B, T>(split: (batch: B) => AnyIterable<T>): Operator<B, T>;
export function unbatch<B, T>(split?: (batch: B) => AnyIterable<T>): Operator<B, T> {
  if (split !== undefined) callable("unbatch: split", split);
  const elements = split ?? ((batch: B): AnyIterable<T> => batch as AnyIterable<T>); // the first form's batches are iterables
  return takingTurns("unbatch()", (batch: B) => elements(batch), 1, 1);
}
