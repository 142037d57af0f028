import { errorCode } from "@tensorloom/core/internal";
import { FileWriteError, writeFileAtomic } from "@tensorloom/core/node";
import { readFile } from "node:fs/promises";

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
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return "";
    throw new FileWriteError(path, 0, error);
  });
  const lines = text.split("\n").slice(0, -1);
  const end = lines.findIndex((line, index) => !isKept(line, index));
  const kept = end < 0 ? lines : lines.slice(0, end);
  await writeFileAtomic(path, kept.map((line) => `${line}\n`).join(""));
  return kept;
}
