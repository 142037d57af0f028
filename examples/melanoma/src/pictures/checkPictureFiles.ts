import { statPlace } from "@tensorloom/core/internal/node";
import { UserError } from "../cli/userError.ts";

/** @throws UserError if a path or an address of the command line is not a file. */
export async function checkPictureFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await statPlace(path);
    if (found?.kind === "file") continue;
    throw new UserError(
      `expected a picture, got ${path}, which ${found === undefined ? "does not exist" : "is a folder; use --data"}`,
    );
  }
}
