import { fillArena } from "../wasm/arena.ts";
import { keepUpperBytes } from "./keepUpperBytes.ts";
import type { PngPass } from "./passes.ts";
import { unfilter } from "./unfilter.ts";

/** A pass whose filters are undone. Its rows are shorter if they were halved. */
export interface UnfilteredPass extends PngPass {
  /** The memory of its rows, each after a byte: that of the kernels, until one is called again, or `raw`. */
  readonly bytes: Uint8Array;
  /** The offset of its first row's filter byte. */
  readonly at: number;
}

/**
 * Undoes the filters of a pass.
 *
 * @param raw - The rows of all passes; they are modified.
 * @param start - The offset of the first row's filter byte.
 * @param step - Bytes per pixel, at least 1; of the upper bytes if the rows are halved.
 * @param isHalved - Whether to remove the lower byte of 16-bit samples first.
 * @param fail - Creates the error for an unknown filter.
 */
export function unfilterPass(
  raw: Uint8Array,
  start: number,
  pass: PngPass,
  step: number,
  isHalved: boolean,
  fail: (what: string) => Error,
): UnfilteredPass {
  const { height } = pass;
  const bytes = raw.subarray(start, start + height * (1 + pass.rowBytes));
  const rowBytes = isHalved ? pass.rowBytes / 2 : pass.rowBytes;
  const failed = (y: number, filter: number): Error =>
    fail(`row ${String(y)} has filter ${String(filter)}; known are 0 to 4`);
  const arena = fillArena([bytes, new Uint8Array(rowBytes)]);
  if (arena !== undefined) {
    const { kernels, memory, places } = arena;
    if (isHalved) kernels.keepUpperBytes(places[0], height, pass.rowBytes);
    const wrong = kernels.unfilter(places[0], height, rowBytes, step, places[1]);
    if (wrong >= 0) throw failed(wrong, memory[places[0] + wrong * (1 + rowBytes)]);
    return { ...pass, rowBytes, bytes: memory, at: places[0] };
  }
  const kept = isHalved ? keepUpperBytes(bytes, pass) : pass;
  for (let y = 0, row = 1, above = -1; y < height; y++, row += 1 + rowBytes) {
    const filter = bytes[row - 1];
    if (!unfilter(bytes, filter, row, above, rowBytes, step)) throw failed(y, filter);
    above = row;
  }
  return { ...kept, bytes: raw, at: start };
}
