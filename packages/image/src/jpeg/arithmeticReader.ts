import { AFTER_LESS, AFTER_MORE, INTERVAL } from "./arithmeticTable.ts";
import type { MarkerReader } from "./markerReader.ts";

/** Binary decisions from arithmetic-coded data (T.81, D.2). After the end of the data come zeros, as the code prescribes. */
export class ArithmeticReader {
  readonly #reader: MarkerReader;
  #code = 0;
  #interval = 0;
  #shift = -16;

  constructor(reader: MarkerReader) {
    this.#reader = reader;
  }

  /** Begins anew, at a scan or a restart marker. */
  reset(): void {
    this.#code = 0;
    this.#interval = 0;
    this.#shift = -16;
  }

  /** The next decision; `states[at]` is its estimate, with 128 added while 1 is the more probable one, and is brought up to date. */
  decide(states: Uint8Array, at: number): 0 | 1 {
    this.#renormalize();
    const state = states[at];
    const index = state & 0x7f;
    const less = INTERVAL[index];
    let flip = 0;
    this.#interval -= less;
    const limit = this.#interval * 2 ** this.#shift;
    const [afterLess, afterMore] = [(state & 0x80) ^ AFTER_LESS[index], (state & 0x80) | AFTER_MORE[index]];
    if (this.#code >= limit) {
      this.#code -= limit;
      if (this.#interval < less) states[at] = afterMore;
      else {
        states[at] = afterLess;
        flip = 0x80;
      }
      this.#interval = less;
    } else if (this.#interval < 0x8000) {
      if (this.#interval < less) {
        states[at] = afterLess;
        flip = 0x80;
      } else states[at] = afterMore;
    }
    return ((state ^ flip) & 0x80) === 0 ? 0 : 1;
  }

  #renormalize(): void {
    while (this.#interval < 0x8000) {
      this.#shift -= 1;
      if (this.#shift < 0) {
        this.#code = this.#code * 256 + this.#byte();
        this.#shift += 8;
        if (this.#shift < 0) {
          this.#shift += 1;
          if (this.#shift === 0) this.#interval = 0x8000; // the first two bytes are here
        }
      }
      this.#interval *= 2;
    }
  }

  #byte(): number {
    const reader = this.#reader;
    if (reader.pending !== 0) return 0;
    const { bytes } = reader;
    const byte = reader.position < bytes.length ? bytes[reader.position++] : 0xff;
    if (byte !== 0xff) return byte;
    while (bytes[reader.position] === 0xff) reader.position += 1;
    const next = bytes[reader.position++];
    if (next === 0) return 0xff;
    reader.pending = reader.position > bytes.length ? reader.next() : next;
    return 0;
  }
}
