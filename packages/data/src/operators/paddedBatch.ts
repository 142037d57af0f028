import { finite, integer } from "@tensorloom/core";
import { optionsOf } from "../given.ts";
import type { TypedArray } from "../ndarray.ts";
import { type Nested, pad, type Padded, type PadOptions } from "../pad.ts";
import { dependent } from "../recipe.ts";
import type { Operator } from "../source.ts";
import { batching } from "./batch.ts";

/** How `paddedBatch` groups and pads. */
export interface PaddedBatchOptions extends PadOptions {
  /** Whether a last batch with fewer elements is dropped; default false. */
  readonly dropRemainder?: boolean;
}

/**
 * Groups lists of different lengths and fills the short ones up.
 *
 * @param size - Elements in a batch, at least 1.
 * @throws RangeError where a list is longer than `length`.
 * @see tf.data.Dataset.padded_batch
 */
export function paddedBatch<T extends readonly Nested[] | TypedArray>(
  size: number,
  options: PaddedBatchOptions = {},
): Operator<T, Padded<T>> {
  const known = { length: "number", value: "number", dropRemainder: "boolean" } as const;
  const { dropRemainder = false, ...padding } = optionsOf("paddedBatch", options, known);
  if (padding.length !== undefined) integer("paddedBatch: length", padding.length, 0);
  if (padding.value !== undefined) finite("paddedBatch: value", padding.value);
  const collate = (lists: readonly T[]): Padded<T> => pad(lists, padding);
  const batched = batching("paddedBatch", size, { dropRemainder, collate });
  return dependent(batched, padding);
}
