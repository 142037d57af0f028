import { ArithmeticReader, type DecisionBudget } from "./arithmeticReader.ts";
import { FIXED } from "./arithmeticTable.ts";
import type { BlockDecoder } from "./blockDecoder.ts";
import type { MarkerReader } from "./markerReader.ts";
import { NATURAL_ORDER } from "../tables/naturalOrder.ts";
import type { ScanHeader } from "../file/scanHeader.ts";
import type { DecoderTables } from "./decoderTables.ts";

/** Offsets of the magnitude statistics in a table (T.81, tables F.4 and F.5). */
const DC_MAGNITUDE = 20;
const AC_LOW_MAGNITUDE = 189;
const AC_HIGH_MAGNITUDE = 217;

/** Arithmetic decoder for scans of every kind (T.81, F.2.4 and G.2). */
export class ArithmeticDecoder implements BlockDecoder {
  stopped = false;
  readonly #reader: MarkerReader;
  readonly #bits: ArithmeticReader;
  readonly #progressive: boolean;
  readonly #header: ScanHeader;
  readonly #tables: DecoderTables;
  readonly #dcStates: readonly Uint8Array[];
  readonly #acStates: readonly Uint8Array[];
  readonly #fixed = Uint8Array.of(FIXED);
  readonly #budget: DecisionBudget;
  readonly #predictions: Int32Array;
  /**
   * The DC conditioning context of each component.
   *
   * It depends on the sign and size of the last difference.
   */
  readonly #contexts: Uint8Array;

  constructor(
    reader: MarkerReader,
    progressive: boolean,
    header: ScanHeader,
    tables: DecoderTables,
    budget: DecisionBudget,
  ) {
    this.#budget = budget;
    this.#reader = reader;
    this.#bits = new ArithmeticReader(reader, budget);
    this.#progressive = progressive;
    this.#header = header;
    this.#tables = tables;
    this.#dcStates = Array.from({ length: 16 }, () => new Uint8Array(64));
    this.#acStates = Array.from({ length: 16 }, () => new Uint8Array(256));
    this.#predictions = new Int32Array(header.components.length);
    this.#contexts = new Uint8Array(header.components.length);
  }

  restart(): void {
    this.#reader.passRestart();
    for (const { dc, ac } of this.#header.tables) {
      this.#dcStates[dc].fill(0);
      this.#acStates[ac].fill(0);
    }
    this.#predictions.fill(0);
    this.#contexts.fill(0);
    this.#bits.reset();
    this.stopped = false;
  }

  decode(coefficients: Int16Array, offset: number, at: number): void {
    if (this.#budget.left < 0)
      throw new Error(
        "the arithmetic code takes too long for a file of this size by default; set maxPixels, which is then the only limit",
      );
    const { from, to, high, low } = this.#header.band;
    if (!this.#progressive) {
      this.#decodeDc(coefficients, offset, at, 0);
      if (!this.stopped) this.#decodeAc(coefficients, offset, at, 1, 63, 0);
    } else if (from > 0) {
      if (high === 0) this.#decodeAc(coefficients, offset, at, from, to, low);
      else this.#refineAc(coefficients, offset, at);
    } else if (high === 0) this.#decodeDc(coefficients, offset, at, low);
    else if (this.#bits.decide(this.#fixed, 0) === 1) coefficients[offset] |= 1 << low;
  }

  /** Stops reading until the next restart, because the data is damaged. */
  #stop(): void {
    this.#reader.warnings.add("an invalid code");
    this.stopped = true;
  }

  #decodeDc(coefficients: Int16Array, offset: number, at: number, low: number): void {
    const table = this.#header.tables[at].dc;
    const states = this.#dcStates[table];
    const bits = this.#bits;
    const context = this.#contexts[at];
    if (bits.decide(states, context) === 0) this.#contexts[at] = 0;
    else {
      const negative = bits.decide(states, context + 1);
      let place = context + 2 + negative;
      let size: number = bits.decide(states, place);
      if (size !== 0) {
        place = DC_MAGNITUDE;
        size = this.#readSize(states, place, size);
        if (this.stopped) return;
        place += 31 - Math.clz32(size);
      }
      const { lower, upper } = this.#tables;
      if (size < (1 << lower[table]) >> 1) this.#contexts[at] = 0;
      else this.#contexts[at] = (size > (1 << upper[table]) >> 1 ? 12 : 4) + 4 * negative;
      const value = this.#readMagnitude(states, place + 14, size);
      this.#predictions[at] += negative === 1 ? -value : value;
    }
    coefficients[offset] = this.#predictions[at] << low;
  }

  /** Reads a magnitude category: the size doubles for each decision of 1. Stops if it is out of range. */
  #readSize(states: Uint8Array, place: number, start: number): number {
    let size = start;
    for (let i = place; this.#bits.decide(states, i) === 1; i++) {
      size *= 2;
      if (size === 0x8000) {
        this.#stop();
        return 0;
      }
    }
    return size;
  }

  /** Reads the lower bits of a number whose highest bit is `size`. */
  #readMagnitude(states: Uint8Array, place: number, size: number): number {
    let value = size;
    for (let bit = size >> 1; bit > 0; bit >>= 1) if (this.#bits.decide(states, place) === 1) value |= bit;
    return value + 1;
  }

  #decodeAc(
    coefficients: Int16Array,
    offset: number,
    at: number,
    from: number,
    to: number,
    low: number,
  ): void {
    const table = this.#header.tables[at].ac;
    const states = this.#acStates[table];
    const bits = this.#bits;
    for (let k = from; k <= to; k++) {
      if (bits.decide(states, 3 * (k - 1)) === 1) return;
      while (bits.decide(states, 3 * (k - 1) + 1) === 0)
        if (++k > to) {
          this.#stop();
          return;
        }
      const negative = bits.decide(this.#fixed, 0);
      let place = 3 * (k - 1) + 2;
      let size: number = bits.decide(states, place);
      if (size !== 0 && bits.decide(states, place) === 1) {
        place = k <= this.#tables.place[table] ? AC_LOW_MAGNITUDE : AC_HIGH_MAGNITUDE;
        size = this.#readSize(states, place, 2);
        if (this.stopped) return;
        place += 30 - Math.clz32(size);
      }
      const value = this.#readMagnitude(states, place + 14, size);
      coefficients[offset + NATURAL_ORDER[k]] = (negative === 1 ? -value : value) << low;
    }
  }

  #refineAc(coefficients: Int16Array, offset: number, at: number): void {
    const { from, to, low } = this.#header.band;
    const states = this.#acStates[this.#header.tables[at].ac];
    const bits = this.#bits;
    let known = to;
    while (known > 0 && coefficients[offset + NATURAL_ORDER[known]] === 0) known -= 1;
    for (let k = from; k <= to; k++) {
      if (k > known && bits.decide(states, 3 * (k - 1)) === 1) return;
      for (; ; k++) {
        if (k > to) {
          this.#stop();
          return;
        }
        const place = offset + NATURAL_ORDER[k];
        const value = coefficients[place];
        if (value !== 0) {
          if (bits.decide(states, 3 * (k - 1) + 2) === 1)
            coefficients[place] += value < 0 ? -1 << low : 1 << low;
          break;
        }
        if (bits.decide(states, 3 * (k - 1) + 1) === 1) {
          coefficients[place] = bits.decide(this.#fixed, 0) === 1 ? -1 << low : 1 << low;
          break;
        }
      }
    }
  }
}
