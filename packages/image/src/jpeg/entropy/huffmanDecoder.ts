import type { BitReader } from "./bitReader.ts";
import type { ScanBand } from "../file/scanHeader.ts";
import type { BlockDecoder } from "./blockDecoder.ts";
import type { HuffmanLookup } from "./huffmanLookup.ts";
import type { MarkerReader } from "./markerReader.ts";
import { createDirectLookup } from "./directLookup.ts";
import { NATURAL_ORDER } from "../tables/naturalOrder.ts";

/** The tables of a component; undefined if unused in the scan. */
export interface HuffmanTables {
  readonly dc: HuffmanLookup | undefined;
  readonly ac: HuffmanLookup | undefined;
}

/** Base class of the Huffman decoders: bits, DC predictions and restarts. */
abstract class HuffmanDecoder implements BlockDecoder {
  protected readonly bits: BitReader;
  protected readonly predictions: Int32Array;
  readonly #reader: MarkerReader;
  #ended = false;

  constructor(bits: BitReader, reader: MarkerReader, components: number) {
    this.bits = bits;
    this.#reader = reader;
    this.predictions = new Int32Array(components);
    bits.reset();
  }

  get stopped(): boolean {
    if (this.#ended || !this.bits.exhausted) return this.#ended;
    this.#reader.warnings.add("the image data ends early");
    this.#ended = true;
    return true;
  }

  restart(): void {
    this.bits.reset();
    this.predictions.fill(0);
    this.#reader.passRestart();
    this.#ended &&= this.#reader.pending !== 0;
  }

  abstract decode(coefficients: Int16Array, offset: number, at: number): void;

  protected warn(sentence: string): void {
    this.#reader.warnings.add(sentence);
  }
}

/** Decodes complete blocks of sequential scans (T.81, F.2.2). */
export class SequentialDecoder extends HuffmanDecoder {
  readonly #tables: readonly HuffmanTables[];
  readonly #direct: readonly Int32Array[];

  constructor(bits: BitReader, reader: MarkerReader, tables: readonly HuffmanTables[]) {
    super(bits, reader, tables.length);
    this.#tables = tables;
    this.#direct = tables.map(({ ac }) => (ac === undefined ? new Int32Array(0) : createDirectLookup(ac)));
  }

  decode(coefficients: Int16Array, offset: number, at: number): void {
    const { bits } = this;
    const { dc, ac } = this.#tables[at];
    if (dc === undefined || ac === undefined) return; // checked at the start of the scan
    const size = bits.symbol(dc);
    if (size > 0) this.predictions[at] += bits.takeSigned(size);
    coefficients[offset] = this.predictions[at];
    bits.readBlock(ac, this.#direct[at], coefficients, offset);
  }
}

/**
 * Decodes DC coefficients of progressive scans (T.81, G.1.2.1).
 *
 * A first scan has their high bits; each later scan adds one bit.
 */
export class DcDecoder extends HuffmanDecoder {
  readonly #tables: readonly HuffmanTables[];
  readonly #band: ScanBand;

  constructor(bits: BitReader, reader: MarkerReader, tables: readonly HuffmanTables[], band: ScanBand) {
    super(bits, reader, tables.length);
    this.#tables = tables;
    this.#band = band;
  }

  decode(coefficients: Int16Array, offset: number, at: number): void {
    const { high, low } = this.#band;
    if (high > 0) {
      if (this.bits.take(1) === 1) coefficients[offset] |= 1 << low;
      return;
    }
    const { dc } = this.#tables[at];
    const size = dc === undefined ? 0 : this.bits.symbol(dc);
    if (size > 0) this.predictions[at] += this.bits.takeSigned(size);
    coefficients[offset] = this.predictions[at] << low;
  }
}

/**
 * Decodes AC coefficients of progressive scans (T.81, G.1.2.2 and G.1.2.3).
 *
 * A scan covers a band of one component. A first scan has the high bits; each later scan adds one bit.
 */
export class AcDecoder extends HuffmanDecoder {
  readonly #table: HuffmanLookup;
  readonly #band: ScanBand;
  /** The number of remaining blocks in an end-of-band run. */
  #endedBlocks = 0;

  constructor(bits: BitReader, reader: MarkerReader, table: HuffmanLookup, band: ScanBand) {
    super(bits, reader, 1);
    this.#table = table;
    this.#band = band;
  }

  override restart(): void {
    super.restart();
    this.#endedBlocks = 0;
  }

  decode(coefficients: Int16Array, offset: number): void {
    if (this.#band.high > 0) this.#refine(coefficients, offset);
    else if (this.#endedBlocks > 0) this.#endedBlocks -= 1;
    else this.#first(coefficients, offset);
  }

  #first(coefficients: Int16Array, offset: number): void {
    const { bits } = this;
    const { from, to, low } = this.#band;
    for (let k = from; k <= to; k++) {
      const symbol = bits.symbol(this.#table);
      const run = symbol >> 4;
      const size = symbol & 15;
      if (size > 0) {
        k += run;
        coefficients[offset + NATURAL_ORDER[k]] = bits.takeSigned(size) << low;
      } else if (run === 15) k += 15;
      else {
        this.#endedBlocks = (1 << run) + bits.take(run) - 1;
        return;
      }
    }
  }

  #refine(coefficients: Int16Array, offset: number): void {
    const { from, to } = this.#band;
    let k = from;
    if (this.#endedBlocks === 0) k = this.#insert(coefficients, offset);
    if (this.#endedBlocks === 0) return;
    for (; k <= to; k++) this.#correct(coefficients, offset + NATURAL_ORDER[k]);
    this.#endedBlocks -= 1;
  }

  /**
   * Inserts new coefficients and refines those that it passes.
   *
   * @returns The position where the block's own data ends.
   */
  #insert(coefficients: Int16Array, offset: number): number {
    const { bits } = this;
    const { from, to, low } = this.#band;
    let k = from;
    for (; k <= to; k++) {
      const symbol = bits.symbol(this.#table);
      let [run, size] = [symbol >> 4, symbol & 15];
      let value = 0;
      if (size > 0) {
        if (size !== 1) this.warn("an invalid code");
        size = 1;
        value = bits.take(1) === 1 ? 1 << low : -1 << low;
      } else if (run < 15) {
        this.#endedBlocks = (1 << run) + bits.take(run);
        return k;
      }
      for (; k <= to; k++) {
        const at = offset + NATURAL_ORDER[k];
        if (coefficients[at] !== 0) this.#correct(coefficients, at);
        else if (--run < 0) break;
      }
      if (size > 0) coefficients[offset + NATURAL_ORDER[k]] = value;
    }
    return k;
  }

  /** Reads a refinement bit and applies it to a known coefficient. */
  #correct(coefficients: Int16Array, at: number): void {
    const value = coefficients[at];
    if (value === 0 || this.bits.take(1) === 0) return;
    const bit = 1 << this.#band.low;
    if ((value & bit) === 0) coefficients[at] = value < 0 ? value - bit : value + bit;
  }
}
