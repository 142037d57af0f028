import type { ReadFileOptions } from "../../readRecordFile.ts";
import { formatBytes, formatCount, type Terminal } from "./command.ts";
import { openInput, type Input } from "./input.ts";

/** The number of bytes between two progress lines. */
const STEP_BYTES = 32 * 1024 * 1024;

/** Reads the records of inputs one after the other and shows the progress of long reads. */
export async function* recordsWithProgress(
  names: readonly string[],
  terminal: Terminal,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const inputs = await Promise.all(names.map((name) => openInput(name, terminal)));
  yield* withProgress(inputs, terminal, options);
}

/** As {@link recordsWithProgress}, for open inputs. */
export async function* withProgress(
  inputs: readonly Input[],
  terminal: Terminal,
  options: ReadFileOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const total = inputs.reduce((sum, { bytes = NaN }) => sum + bytes, 0);
  const ofTotal = Number.isNaN(total) ? "" : `, ${formatBytes(total)} in total`;
  let [count, bytes, shown] = [0, 0, 0];
  try {
    for (const [i, input] of inputs.entries()) {
      for await (const record of input.records(options)) {
        count += 1;
        bytes += record.length;
        if (bytes - shown > STEP_BYTES) {
          shown = bytes;
          const place = `${input.name} (${String(i + 1)} of ${String(inputs.length)}${ofTotal})`;
          terminal.progress(`${formatCount(count, "record")}, ${formatBytes(bytes)}: ${place}`);
        }
        yield record;
      }
    }
  } finally {
    terminal.progress("");
  }
}
