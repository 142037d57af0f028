import { statSync } from "node:fs";
import { readRecordFile, type ReadFileOptions } from "../readRecordFile.ts";
import { bytesInWords, counted, type Terminal } from "./command.ts";

/** How much is read between two words about the progress. */
const STEP_BYTES = 32 * 1024 * 1024;

/** The records of files one after the other, with a word about the progress of long work. */
export async function* recordsWithProgress(
  files: readonly string[],
  terminal: Terminal,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
  let [count, bytes, told] = [0, 0, 0];
  try {
    for (const [i, file] of files.entries()) {
      for await (const record of readRecordFile(file, options)) {
        count += 1;
        bytes += record.length;
        if (bytes - told > STEP_BYTES) {
          told = bytes;
          const place = `${file} (${String(i + 1)} of ${String(files.length)}, ${bytesInWords(total)} in all)`;
          terminal.progress(`${counted(count, "record")}, ${bytesInWords(bytes)}: ${place}`);
        }
        yield record;
      }
    }
  } finally {
    terminal.progress("");
  }
}
