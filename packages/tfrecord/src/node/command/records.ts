import type { ReadFileOptions } from "../readRecordFile.ts";
import { formatBytes, formatCount, type Terminal } from "./command.ts";
import { openInput, type Input } from "./input.ts";

/** How much is read between two words about the progress. */
const STEP_BYTES = 32 * 1024 * 1024;

/** The records of inputs one after the other, with a word about the progress of long work. */
export function recordsWithProgress(
  names: readonly string[],
  terminal: Terminal,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const inputs = names.map((name) => openInput(name, terminal));
  return withProgress(inputs, terminal, options);
}

/** {@link recordsWithProgress} of inputs that are open. */
export async function* withProgress(
  inputs: readonly Input[],
  terminal: Terminal,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const total = inputs.reduce((sum, { bytes = NaN }) => sum + bytes, 0);
  const inAll = Number.isNaN(total) ? "" : `, ${formatBytes(total)} in all`;
  let [count, bytes, shown] = [0, 0, 0];
  try {
    for (const [i, input] of inputs.entries()) {
      for await (const record of input.records(options)) {
        count += 1;
        bytes += record.length;
        if (bytes - shown > STEP_BYTES) {
          shown = bytes;
          const place = `${input.name} (${String(i + 1)} of ${String(inputs.length)}${inAll})`;
          terminal.progress(`${formatCount(count, "record")}, ${formatBytes(bytes)}: ${place}`);
        }
        yield record;
      }
    }
  } finally {
    terminal.progress("");
  }
}
