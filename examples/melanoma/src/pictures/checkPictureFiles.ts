import { stat } from "node:fs/promises";
import { UserError } from "../cli/userError.ts";

/** @throws UserError if a path of the command line is not a file. */
export async function checkPictureFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) continue;
    throw new UserError(
      `expected a picture, got ${path}, which ${found === undefined ? "does not exist" : "is a folder; use --data"}`,
    );
  }
}
