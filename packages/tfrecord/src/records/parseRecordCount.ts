/**
 * The number of records that a file's name states, as Kaggle's `NAME-COUNT.tfrec` files do.
 *
 * It is the whole number between the last `-` and the dot after it; `undefined` where the name has none.
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
