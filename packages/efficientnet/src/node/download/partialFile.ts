import { constants } from "node:fs";
import { open, readFile, rm, stat, writeFile, type FileHandle } from "node:fs/promises";

/** Describes an incomplete file; stored beside it, so that another process can resume the download. */
export interface PartialNote {
  readonly url: string;
  /** The server's validator of the version that the bytes belong to, if it sent one. */
  readonly validator?: string | undefined;
}

const noteOf = (path: string): string => `${path}.json`;

/** Reads how many bytes of an address a partial file has, and of which version. */
export async function readPartial(
  path: string,
  url: string,
): Promise<{ readonly received: number; readonly validator: string | undefined }> {
  const note = await readNote(path);
  if (note?.url !== url) return { received: 0, validator: undefined };
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  return { received: size, validator: note.validator };
}

/**
 * Opens a partial file for writing at positions, from `start` on.
 *
 * Two processes that fetch the same file then write the same bytes at the same positions.
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

/** Removes a partial file and its note, if they exist. */
export async function removePartial(path: string): Promise<void> {
  await Promise.all([rm(path, { force: true }), rm(noteOf(path), { force: true })]);
}

async function readNote(path: string): Promise<PartialNote | undefined> {
  try {
    return JSON.parse(await readFile(noteOf(path), "utf8")) as PartialNote; // written above; a damaged note counts as missing
  } catch {
    return undefined;
  }
}
