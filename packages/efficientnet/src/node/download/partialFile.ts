import { constants } from "node:fs";
import { open, readFile, rm, stat, writeFile, type FileHandle } from "node:fs/promises";

/** What is known of a file that is not whole yet; kept beside it, so that another process can go on. */
export interface PartialNote {
  readonly url: string;
  /** The server's mark of the version that the bytes belong to, where it gave one. */
  readonly validator?: string;
}

const noteOf = (path: string): string => `${path}.json`;

/** How many bytes of an address are in a partial file, and of which version they are. */
export async function partialState(
  path: string,
  url: string,
): Promise<{ readonly received: number; readonly validator: string | undefined }> {
  const note = await readNote(path);
  if (note?.url !== url) return { received: 0, validator: undefined };
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return { received: size, validator: note.validator };
}

/**
 * Opens a partial file to be written at positions, from `start` on.
 *
 * At positions, so that two processes that fetch the same file write the same bytes to the same places.
 */
export async function openPartial(path: string, note: PartialNote, start: number): Promise<FileHandle> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  if (start > 0) return file;
  const before = await readNote(path);
  const isSameVersion =
    before?.url === note.url && note.validator !== undefined && before.validator === note.validator;
  if (!isSameVersion) await file.truncate(0);
  await writeFile(noteOf(path), JSON.stringify(note));
  return file;
}

/** Removes a partial file and its note; what is not there is no error. */
export async function removePartial(path: string): Promise<void> {
  await Promise.all([rm(path, { force: true }), rm(noteOf(path), { force: true })]);
}

async function readNote(path: string): Promise<PartialNote | undefined> {
  try {
    return JSON.parse(await readFile(noteOf(path), "utf8")) as PartialNote; // written above; a damaged one is as good as none
  } catch {
    return undefined;
  }
}
