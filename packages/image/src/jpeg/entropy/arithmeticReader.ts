import { NEXT_AFTER_LPS, NEXT_AFTER_MPS, INTERVAL } from "./arithmeticTable.ts";
import type { MarkerReader } from "./markerReader.ts";

/**
 * The number of decisions that a file may still take.
 *
 * Probable decisions take almost no data, so the number of bytes does not limit the time.
 */
export interface DecisionBudget {
  left: number;
}

/**
 * Reads binary decisions from arithmetic-coded data (T.81, D.2). After the end of the data it reads zeros, as T.81
 * requires.
 */
export class ArithmeticReader {
  readonly #reader: MarkerReader;
  #code = 0;
  #interval = 0;
  #shift = -16;
  readonly #budget: DecisionBudget;

  constructor(reader: MarkerReader, budget: DecisionBudget) {
    this.#reader = reader;
    this.#budget = budget;
  }

  /** Starts again, at a scan or after a restart marker. */
  reset(): void {
    this.#code = 0;
    this.#interval = 0;
    this.#shift = -16;
  }

  /**
   * Reads a decision and updates its estimate, `states[at]`.
   *
   * An estimate is a row of the state table, plus 128 if 1 is the more probable decision.
   */
  decide(states: Uint8Array, at: number): 0 | 1 {
    this.#budget.left -= 1;
    if (this.#interval < 0x8000) this.#renormalize();
    const state = states[at];
    const index = state & 0x7f;
    const less = INTERVAL[index];
    const rest = this.#interval - less;
    const limit = rest << this.#shift; // at most 25 bits
    const above = this.#code >= limit;
    if (above) {
      this.#code -= limit;
      this.#interval = less;
    } else {
      this.#interval = rest;
      if (rest >= 0x8000) return state < 128 ? 0 : 1; // the more probable decision; no update is needed
    }
    // The upper interval belongs to the less probable decision, unless it is the larger one.
    if (above === rest < less) {
      states[at] = (state & 0x80) | NEXT_AFTER_MPS[index];
      return state < 128 ? 0 : 1;
    }
    states[at] = (state & 0x80) ^ NEXT_AFTER_LPS[index];
    return state < 128 ? 1 : 0;
  }

  #renormalize(): void {
    while (this.#interval < 0x8000) {
      this.#shift -= 1;
      if (this.#shift < 0) {
        this.#code = (this.#code << 8) | this.#byte();
        this.#shift += 8;
        if (this.#shift < 0) {
          this.#shift += 1;
          if (this.#shift === 0) this.#interval = 0x8000; // the first two bytes have been read
        }
      }
      this.#interval <<= 1;
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
