import { checkOptions } from "@tensorloom/core/internal";
import { pad, type PadOptions } from "../../collate/pad.ts";
import { checkPadding } from "../../collate/padding.ts";
import type { Padded } from "../../collate/padded.ts";
import { withFingerprint } from "../../pass/recipe.ts";
import type { Operator } from "../../source.ts";
import { batchStage } from "./batch.ts";

/**
 * Options of {@link paddedBatch}.
 *
 * @inline
 */
export interface PaddedBatchOptions<T = unknown> extends PadOptions<T> {
  /** Whether a last batch with fewer elements is dropped; default false. */
  readonly dropRemainder?: boolean | undefined;
}

/**
 * Batches lists of different lengths, and pads the short ones.
 *
 * Objects and tuples are padded field by field. See {@link pad}.
 *
 * @param size - Elements in a batch, at least 1.
 * @throws RangeError if a list is longer than `length`.
 * @see tf.data.Dataset.padded_batch
 * @example
 * ```ts
 * import { fromArray, paddedBatch } from "@tensorloom/data";
 *
 * const words = fromArray([{ ids: [1], name: "a" }, { ids: [2, 3], name: "b" }]);
 * const [{ ids, name }] = await words.apply(paddedBatch(2, { length: { ids: 3 }, value: -1 })).toArray();
 * [ids, name]; // => [[[1, -1, -1], [2, 3, -1]], ["a", "b"]]
 * ```
 */
export function paddedBatch<T>(
  size: number,
  options: PaddedBatchOptions<NoInfer<T>> = {},
): Operator<T, Padded<T>> {
  const known = { length: "number", value: "number", dropRemainder: "boolean" } as const;
  const { dropRemainder = false, ...padding } = checkOptions("paddedBatch", options, known);
  checkPadding("paddedBatch", padding);
  const collate = (elements: readonly T[]): Padded<T> => pad(elements, padding as PadOptions<NoInfer<T>>); // the other options
  const batched = batchStage("paddedBatch", size, { dropRemainder, collate });
  return withFingerprint(batched, padding);
}
