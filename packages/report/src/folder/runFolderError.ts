/** How many problems the message of an error lists. */
const LISTED = 10;

/**
 * A run folder cannot be read: its files are damaged, or do not fit one another.
 *
 * @example
 * ```ts
 * import { readRun, RunFolderError } from "@tensorloom/report/node";
 * import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * writeFileSync(join(folder, "predictions.csv"), "id,label,score\na,1,high\n");
 * const error = await readRun(folder).catch((error: unknown) => error);
 * rmSync(folder, { recursive: true });
 * if (!(error instanceof RunFolderError)) throw error;
 * error.problems[0]; // => "predictions.csv, line 2: score must be a finite number, got \"high\""
 * ```
 */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
  /** The folder. */
  readonly folder: string;
  /** What is wrong, with the file and the line of each problem. */
  readonly problems: readonly string[];

  constructor(folder: string, problems: readonly string[], options?: ErrorOptions) {
    const more = problems.length > LISTED ? [`and ${String(problems.length - LISTED)} more`] : [];
    super([`${folder} cannot be read as a run`, ...problems.slice(0, LISTED), ...more].join("\n  "), options);
    this.folder = folder;
    this.problems = problems;
  }
}
