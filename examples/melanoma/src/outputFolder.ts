import { mkdtemp, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "./userError.ts";

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
