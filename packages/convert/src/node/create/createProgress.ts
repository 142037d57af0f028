/**
 * How far {@link createRecords} is.
 *
 * @example
 * ```ts no-run
 * import { createRecords, type CreateProgress } from "@tensorloom/convert/node";
 *
 * const onProgress = ({ records, totalRecords }: CreateProgress): void => console.log(`${records} of ${totalRecords}`);
 * await createRecords("pictures", "records/train", { onProgress });
 * ```
 */
export interface CreateProgress {
  /** How many rows are done, with those of an earlier call that this one continues, and with skipped ones. */
  readonly records: number;
  readonly totalRecords: number;
  /** How many files are complete. */
  readonly shards: number;
  readonly totalShards: number;
  /** The size of the complete files and of the records of the current one, in bytes. */
  readonly bytes: number;
  /** How many damaged pictures were left out. */
  readonly skipped: number;
}
