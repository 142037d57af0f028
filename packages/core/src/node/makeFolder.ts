import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../errors/errorCode.ts";
import { FileWriteError } from "../place/fileWriteError.ts";

/**
 * Creates a folder and the folders above it; one that exists stays as it is.
 *
 * Node's own `recursive: true` reports ENOENT below a read-only folder, and does not return on some file systems.
 *
 * @throws FileWriteError with the path and the system's reason.
 * @example
 * ```ts no-run
 * import { makeFolder } from "@tensorloom/core/internal/node";
 *
 * await makeFolder("out/model");
 * ```
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    throw new FileWriteError(path, 0, error);
  }
}

/** How often a folder that disappears between two calls is created again; a broken symbolic link ends here too. */
const MAX_TRIES = 500;

async function make(path: string, triesLeft = MAX_TRIES): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const there = await kindOfPath(path);
    if (there === "folder") return;
    if (errorCode(error) === "EEXIST" && there === "nothing" && triesLeft > 0)
      return make(path, triesLeft - 1); // another process has removed it since
    const above = dirname(path);
    if (errorCode(error) !== "ENOENT" || above === path || (await kindOfPath(above)) === "folder")
      throw error;
    await make(above);
    await make(path);
  }
}

async function kindOfPath(path: string): Promise<"folder" | "file" | "nothing"> {
  return stat(path).then(
    (found) => (found.isDirectory() ? "folder" : "file"),
    () => "nothing",
  );
}
