import { mkdir, mkdtemp, readdir, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StorageError } from "@tensorloom/core";
import {
  describeSystemError,
  isAddress,
  joinPlace,
  listBelow,
  lockFolder,
  probePlace,
  removePlace,
} from "@tensorloom/core/internal/node";
import { UserError } from "../cli/userError.ts";

/**
 * Checks that a folder can be written to, or created, and leaves no trace.
 *
 * @throws UserError if it cannot.
 */
async function checkOutputFolder(folder: string): Promise<void> {
  const existing = await nearestExisting(resolve(folder));
  if (!(await stat(existing)).isDirectory())
    throw new UserError(`--out ${folder} cannot be written: ${existing} is a file, not a folder`);
  try {
    await rmdir(await mkdtemp(join(existing, ".melanoma-")));
  } catch (error) {
    throw new UserError(`--out ${folder} cannot be written: ${describeSystemError(error)}`);
  }
}

/** The path itself, or its nearest parent that exists. */
async function nearestExisting(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch {
    return nearestExisting(dirname(path)); // ends at the root, which exists
  }
}

/**
 * Locks a folder for this run: two runs in one folder would mix their models and metrics.
 *
 * @returns A function that releases the folder, and removes it if this run created it and wrote nothing.
 * @throws FolderLockedError if another run holds it.
 */
export async function reserveOutputFolder(folder: string): Promise<() => Promise<void>> {
  if (isAddress(folder)) return () => Promise.resolve(); // object storage has no locks
  const path = resolve(folder);
  const firstCreated = await mkdir(path, { recursive: true });
  const lock = await lockFolder(path, "melanoma");
  return async () => {
    await lock.release();
    if (firstCreated !== undefined) await removeEmpty(path, firstCreated);
  };
}

/** Removes a folder and its parents up to `last`, as long as they are empty. */
async function removeEmpty(path: string, last: string): Promise<void> {
  try {
    await rmdir(path);
  } catch {
    return; // not empty
  }
  if (path !== last) await removeEmpty(dirname(path), last);
}

/** The folder in OUT from which `--resume` continues. */
export function checkpointFolder(out: string): string {
  return joinPlace(out, "checkpoint");
}

/** Throws if results cannot be written to a folder or an address. */
export async function checkOutputPlace(out: string): Promise<void> {
  if (!isAddress(out)) return checkOutputFolder(out);
  try {
    await probePlace(out);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new UserError(`--out ${out} cannot be written: ${error.message}`, { cause: error });
  }
}

/** Removes the files and folders of OUT whose names match. */
export async function removeOutputs(out: string, names: RegExp): Promise<void> {
  if (!isAddress(out)) {
    const there = await readdir(out).catch(() => []); // it does not exist
    for (const name of there.filter((one) => names.test(one))) await removeOutput(join(out, name));
    return;
  }
  for await (const { name, object } of listBelow(out))
    if (names.test(name.replace(/\/.*$/s, ""))) await removePlace(object.address);
}

/** Removes a file or a folder of OUT, with all that is in it. */
export async function removeOutput(place: string): Promise<void> {
  if (!isAddress(place)) return rm(place, { recursive: true, force: true });
  await removePlace(place);
  for await (const { object } of listBelow(place)) await removePlace(object.address);
}
