import { TFRecordError } from "../../records/tfrecordError.ts";
import type { Terminal } from "./terminal/command.ts";
import { resolveInputs } from "./terminal/input.ts";
import { formatError } from "./formatError.ts";

/**
 * Processes files one by one; reports a damaged file and continues with the next.
 *
 * @param work - Processes one file and returns the lines to print.
 * @returns The exit code: 1 if a file was damaged.
 */
export async function eachFile(
  patterns: readonly string[],
  terminal: Terminal,
  work: (file: string) => Promise<readonly string[]>,
): Promise<0 | 1> {
  let code: 0 | 1 = 0;
  for (const file of await resolveInputs(patterns)) {
    terminal.progress(file);
    try {
      const lines = await work(file);
      terminal.progress("");
      for (const line of lines) await terminal.out(line);
    } catch (error) {
      if (!(error instanceof TFRecordError)) throw error;
      terminal.progress("");
      terminal.err(`tfrecord: ${formatError(error)}`);
      code = 1;
    }
  }
  return code;
}
