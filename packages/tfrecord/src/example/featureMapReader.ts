import { BYTES } from "@tensorloom/core/internal";
import { concatBytes } from "../wire/concatBytes.ts";
import { WireReader } from "../wire/wireReader.ts";

const KEY = (1 << 3) | BYTES;
const VALUE = (2 << 3) | BYTES;
const ENTRY = (1 << 3) | BYTES;
const NOTHING = new Uint8Array(0);

/**
 * Reads the entries of a map inside a message: `message { Map field = N; }`, `Map { map<string, X> = 1; }`.
 *
 * Example has its Features in field 1; SequenceExample has its context in field 1 and its FeatureLists in field 2.
 * `next` sets the positions of an entry's key and value. Several values of one entry are merged.
 */
export class FeatureMapReader {
  readonly #outer = new WireReader();
  readonly #map = new WireReader();
  readonly #entry = new WireReader();
  #field = 1;
  /** The bytes that `keyStart..keyEnd` index. */
  bytes: Uint8Array = NOTHING;
  keyStart = 0;
  keyEnd = 0;
  /** The bytes that `valueStart..valueEnd` index. */
  valueBytes: Uint8Array = NOTHING;
  valueStart = 0;
  valueEnd = 0;

  open(bytes: Uint8Array, field: 1 | 2 = 1): void {
    this.bytes = bytes;
    this.#field = field;
    this.#outer.open(bytes, 0, bytes.length);
    this.#map.open(bytes, 0, 0);
  }

  /** Moves to the next entry; returns false at the end. */
  next(): boolean {
    const map = this.#map;
    for (;;) {
      while (map.at >= map.end) if (!this.#nextMap()) return false;
      const tag = map.tag();
      if (tag !== ENTRY) map.skip(tag);
      else {
        const length = map.length();
        const start = map.at;
        map.at += length;
        this.#readEntry(start, start + length);
        return true;
      }
    }
  }

  #nextMap(): boolean {
    const outer = this.#outer;
    const wanted = (this.#field << 3) | BYTES;
    while (outer.at < outer.end) {
      const tag = outer.tag();
      if (tag !== wanted) outer.skip(tag);
      else {
        const length = outer.length();
        this.#map.open(this.bytes, outer.at, outer.at + length);
        outer.at += length;
        return true;
      }
    }
    return false;
  }

  #readEntry(start: number, end: number): void {
    if (this.#isPlain(start, end)) return;
    const entry = this.#entry;
    entry.open(this.bytes, start, end);
    this.keyStart = this.keyEnd = this.valueStart = this.valueEnd = start;
    this.valueBytes = this.bytes;
    let values = 0;
    while (entry.at < end) {
      const tag = entry.tag();
      if (tag === KEY) {
        const length = entry.length();
        this.keyStart = entry.at;
        this.keyEnd = entry.at += length;
      } else if (tag === VALUE) {
        const length = entry.length();
        this.#value(values++, entry.at, entry.at + length);
        entry.at += length;
      } else entry.skip(tag);
    }
  }

  /** Fast path: a key, then a value, both shorter than 128 bytes, as in most entries. It saves 0.1 µs per entry. */
  #isPlain(start: number, end: number): boolean {
    const { bytes } = this;
    const key = start + 2;
    const value = key + bytes[start + 1] + 2;
    if (value > end || bytes[start] !== KEY || bytes[value - 2] !== VALUE) return false;
    if (bytes[start + 1] >= 0x80 || bytes[value - 1] >= 0x80 || value + bytes[value - 1] !== end)
      return false;
    this.keyStart = key;
    this.keyEnd = value - 2;
    this.valueBytes = bytes;
    this.valueStart = value;
    this.valueEnd = end;
    return true;
  }

  #value(before: number, start: number, end: number): void {
    if (before === 0) {
      this.valueStart = start;
      this.valueEnd = end;
      return;
    }
    const first = this.valueBytes.subarray(this.valueStart, this.valueEnd);
    this.valueBytes = concatBytes(first, this.bytes.subarray(start, end));
    this.valueStart = 0;
    this.valueEnd = this.valueBytes.length;
  }
}
