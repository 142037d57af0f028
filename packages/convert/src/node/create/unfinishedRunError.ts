/**
 * An unfinished set of files was begun with other inputs or options.
 *
 * @example
 * ```ts no-run
 * import { createRecords, UnfinishedRunError } from "@tensorloom/convert/node";
 *
 * try {
 *   await createRecords("pictures", "records/train", { size: 256 });
 * } catch (error) {
 *   if (error instanceof UnfinishedRunError) console.log(error.differences); // ["size: 512 then, 256 now"]
 * }
 * ```
 */
export class UnfinishedRunError extends Error {
  override readonly name = "UnfinishedRunError";
  /** The folder of the unfinished run. */
  readonly folder: string;
  /** What differs: `size: 512 then, 256 now`. */
  readonly differences: readonly string[];

  constructor(folder: string, complete: number, differences: readonly string[]) {
    super(
      `createRecords: ${folder} has ${String(complete)} complete ${complete === 1 ? "file" : "files"} of a run that was interrupted, and this one differs:\n  ${differences.join("\n  ")}\nRun the first one again to finish it, or set replace to start over.`,
    );
    this.folder = folder;
    this.differences = differences;
  }
}
