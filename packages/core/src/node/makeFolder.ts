import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode } from "../errorCode.ts";
import { FileWriteError } from "./fileWriteError.ts";

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

async function make(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    if (errorCode(error) !== "ENOENT" || above === path || (await isFolder(above))) throw error;
    await make(above);
    await make(path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
