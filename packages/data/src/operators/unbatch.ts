import type { Operator } from "../source.ts";
import type { AnyIterable } from "../sources/iterable.ts";
import { takingTurns } from "./interleave.ts";

/**
 * Gives the elements of each batch one by one. A batch is an array or another iterable; `flatMap` splits other kinds.
 *
 * @see tf.data.Dataset.unbatch
 */
export function unbatch<T>(): Operator<AnyIterable<T>, T> {
  return takingTurns("unbatch()", { make: (batch: AnyIterable<T>) => batch });
}
