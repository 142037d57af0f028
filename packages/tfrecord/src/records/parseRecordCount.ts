/**
 * Parses the number of records from a file name such as `train00-2182.tfrec`.
 *
 * Kaggle names its files this way: the count is between the last `-` and the dot after it.
 *
 * @returns The count; `undefined` if the name has none.
 *
 * @example
 * ```ts
 * import { parseRecordCount } from "@tensorloom/tfrecord";
 *
 * parseRecordCount("data/train00-2182.tfrec"); // => 2182
 * ```
 */
export function parseRecordCount(name: string): number | undefined {
  const found = /-(\d{1,15})\.[^/\\-]*$/.exec(name);
  return found === null ? undefined : Number(found[1]);
}
