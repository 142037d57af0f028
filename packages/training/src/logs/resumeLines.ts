import { FileWriteError, isAddress, readPlaceIfAny, writePlace } from "@tensorloom/core/internal";

/**
 * Prepares a log of lines for a resumed run, and returns the lines that stay.
 *
 * The run repeats all steps after its checkpoint. So the first line that is not kept is removed with all after it. A
 * last line without its line feed is one that a kill cut off, and is removed too. A missing file counts as empty, and
 * is created.
 *
 * @param isKept - Whether a line was logged before the point at which the run continues.
 * @throws FileWriteError if the file cannot be read or written.
 */
export async function keepLines(
  path: string,
  isKept: (line: string, index: number) => boolean,
): Promise<readonly string[]> {
  const text = await readLog(path);
  const lines = text.split("\n").slice(0, -1);
  const end = lines.findIndex((line, index) => !isKept(line, index));
  const kept = end < 0 ? lines : lines.slice(0, end);
  await writePlace(path, kept.map((line) => `${line}\n`).join(""));
  return kept;
}

/** The text of a log; empty if it is missing. @throws FileWriteError or StorageError if it cannot be read. */
export async function readLog(path: string): Promise<string> {
  const bytes = await readPlaceIfAny(path).catch((error: unknown) => {
    throw isAddress(path) ? error : new FileWriteError(path, 0, error);
  });
  return new TextDecoder().decode(bytes);
}
