import { lockFolder } from "@tensorloom/core/internal/node";
import { mkdir, mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../cli/userError.ts";

/**
 * Checks that a folder can be written, or made, and leaves no trace.
 *
 * @throws UserError where it cannot.
 */
export async function checkOutputFolder(folder: string): Promise<void> {
  const place = await nearest(resolve(folder));
  if (!(await stat(place)).isDirectory())
    throw new UserError(`--out ${folder} cannot be written: ${place} is a file, not a folder`);
  try {
    await rmdir(await mkdtemp(join(place, ".melanoma-")));
  } catch (error) {
    throw new UserError(`--out ${folder} cannot be written: ${reason(error)}`);
  }
}

/** The path itself, or the nearest above it that exists. */
async function nearest(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch {
    return nearest(dirname(path)); // the root exists
  }
}

/** Node's sentence without the call and the made-up name: "EACCES: permission denied". */
function reason(error: unknown): string {
  return error instanceof Error ? error.message.split(",")[0] : String(error);
}

/**
 * Reserves a folder for this run: two runs that write into one would mix their models and metrics.
 *
 * @returns What gives it back. A folder that was made for the run and is still empty is removed again.
 * @throws FolderLockedError if another run has it.
 */
export async function reserveOutputFolder(folder: string): Promise<() => Promise<void>> {
  const path = resolve(folder);
  const first = await mkdir(path, { recursive: true });
  const lock = await lockFolder(path, "melanoma");
  return async () => {
    await lock.release();
    if (first !== undefined) await removeEmpty(path, first);
  };
}

/** Removes a folder and those above it up to `first`, as long as they are empty. */
async function removeEmpty(path: string, first: string): Promise<void> {
  try {
    await rmdir(path);
  } catch {
    return; // something was written
  }
  if (path !== first) await removeEmpty(dirname(path), first);
}
