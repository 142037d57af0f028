import { statPlace } from "@tensorloom/core/internal/node";
import { UserError } from "../cli/userError.ts";

/** @inline */
export interface CheckFilesOptions {
  /** What each file should be, as in "expected a picture". */
  readonly expected: string;
  /** What to do with a folder instead. */
  readonly hint?: string;
}

/** @throws UserError if a path or an address of the command line is not a file. */
export async function checkFiles(
  paths: readonly string[],
  { expected, hint }: CheckFilesOptions,
): Promise<void> {
  for (const path of paths) {
    const found = await statPlace(path);
    if (found?.kind === "file") continue;
    const folder = hint === undefined ? "is a folder" : `is a folder; ${hint}`;
    throw new UserError(
      `expected ${expected}, got ${path}, which ${found === undefined ? "does not exist" : folder}`,
    );
  }
}
