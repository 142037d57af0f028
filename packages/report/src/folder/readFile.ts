import { StorageError } from "@tensorloom/core";
import { errorMessage } from "@tensorloom/core/internal";
import { isMissing, joinPlace, readPlace, statPlace } from "@tensorloom/core/internal";
import { RunFolderError } from "./runFolderError.ts";

/** The largest file of a run: a gigabyte of text does not fit a JavaScript string. */
const MAX_BYTES = 400_000_000;

/** Reads a file of a run folder; undefined if it does not exist. @throws RunFolderError if it cannot be read. */
export async function readRunFile(folder: string, name: string): Promise<Uint8Array | undefined> {
  try {
    const place = joinPlace(folder, name);
    const size = (await statPlace(place))?.size;
    if (size !== undefined && size > MAX_BYTES)
      throw new RangeError(`it must have at most ${String(MAX_BYTES)} bytes, got ${String(size)}`);
    return await readPlace(place);
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof StorageError) throw error;
    throw new RunFolderError(folder, [`${name}: ${errorMessage(error)}`], { cause: error });
  }
}

/** Reads the first of some files that exists, as text, with its name. */
export async function readFirstText(
  folder: string,
  names: readonly string[],
): Promise<{ readonly name: string; readonly text: string } | undefined> {
  for (const name of names) {
    const bytes = await readRunFile(folder, name);
    if (bytes !== undefined) return { name, text: new TextDecoder().decode(bytes) };
  }
  return undefined;
}
