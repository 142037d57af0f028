import { folderOf, isAddress, statPlace } from "@tensorloom/core/internal/node";
import { UserError } from "../cli/userError.ts";

/** @throws UserError if `--out`, which is to be a file, is a folder. */
export async function checkOutputIsFile(out: string): Promise<void> {
  if (!isAddress(out) && (await statPlace(out))?.kind === "folder")
    throw new UserError(`--out: expected the name of a file, got the folder ${out}`);
}

/**
 * Checks that a file can be written at `--out`, before anything is computed.
 *
 * @throws UserError if it is a folder, or would be in a folder that does not exist.
 */
export async function checkOutputFile(out: string | undefined): Promise<void> {
  if (out === undefined || isAddress(out)) return; // object storage has no folders
  await checkOutputIsFile(out);
  const folder = folderOf(out);
  const found = await statPlace(folder);
  if (found?.kind === "folder") return;
  throw new UserError(
    found === undefined
      ? `--out ${out} cannot be written: there is no folder ${folder}`
      : `--out ${out} cannot be written: ${folder} is a file, not a folder`,
  );
}
