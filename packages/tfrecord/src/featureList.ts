import { merged } from "./featureEntries.ts";
import { BYTES, FIXED32, VARINT, WireReader } from "./wireReader.ts";

/** The fields of `Feature`'s oneof: which list a feature holds; 0 where none is set. */
export const NO_LIST = 0;
export const BYTES_LIST = 1;
export const FLOAT_LIST = 2;
export const INT64_LIST = 3;

const VALUE_BYTES = (1 << 3) | BYTES; // a value of bytes_list, and the packed form of the numbers
const VALUE_FLOAT = (1 << 3) | FIXED32;
const VALUE_INT64 = (1 << 3) | VARINT;

/** Whether this machine keeps the low half of a 64-bit number first. */
const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;

let view: DataView = new DataView(new ArrayBuffer(0)); // of the memory last read: records of one block share it

/**
 * Reads one `Feature`: which list it holds, how many values, and the values into arrays of the caller's.
 *
 * Numbers may be packed or not, in any mixture, as protobuf allows. Of two lists of different kinds the last counts;
 * two of the same kind are one.
 */
export class FeatureList {
  readonly #wire = new WireReader();
  kind: number = NO_LIST;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  open(bytes: Uint8Array, start: number, end: number): void {
    const wire = this.#wire;
    wire.open(bytes, start, end);
    this.kind = NO_LIST;
    this.#bytes = bytes;
    this.#start = this.#end = start;
    while (wire.at < end) {
      const tag = wire.tag();
      const field = tag >>> 3;
      if ((tag & 7) !== BYTES || field > INT64_LIST) {
        wire.skip(tag);
        continue;
      }
      const length = wire.length();
      this.#list(field, bytes, wire.at, wire.at + length);
      wire.at += length;
    }
  }

  #list(field: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.kind === field) {
      this.#bytes = merged(this.#bytes.subarray(this.#start, this.#end), bytes.subarray(start, end));
      this.#start = 0;
      this.#end = this.#bytes.length;
      return;
    }
    this.kind = field;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** How many values the list holds. */
  count(): number {
    const wire = this.#reopened();
    let count = 0;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag === VALUE_BYTES) {
        const length = wire.length();
        count += this.#countIn(wire.at, length);
        wire.at += length;
      } else {
        if (this.#isSingle(tag)) count += 1;
        wire.skip(tag);
      }
    }
    return count;
  }

  #isSingle(tag: number): boolean {
    return this.kind === FLOAT_LIST ? tag === VALUE_FLOAT : this.kind === INT64_LIST && tag === VALUE_INT64;
  }

  #countIn(at: number, length: number): number {
    if (this.kind === BYTES_LIST) return 1;
    if (this.kind === FLOAT_LIST) {
      if (length % 4 !== 0) this.#wire.fail("packed floats of four bytes each", at);
      return length / 4;
    }
    let count = 0;
    for (let i = at; i < at + length; i++) if (this.#bytes[i] < 0x80) count += 1;
    return count;
  }

  #reopened(): WireReader {
    this.#wire.open(this.#bytes, this.#start, this.#end);
    return this.#wire;
  }

  /** Writes at most `most` floats from `at` on; gives how many the list holds. */
  floats(target: Float32Array, at: number, most: number): number {
    const wire = this.#reopened();
    let count = 0;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag !== VALUE_BYTES && tag !== VALUE_FLOAT) {
        wire.skip(tag);
        continue;
      }
      const length = tag === VALUE_BYTES ? wire.length() : 4;
      if (length % 4 !== 0) wire.fail("packed floats of four bytes each", wire.at);
      const from = wire.at;
      wire.pass(length);
      if (view.buffer !== this.#bytes.buffer) view = new DataView(this.#bytes.buffer);
      const base = this.#bytes.byteOffset + from;
      const taken = Math.max(0, Math.min(length / 4, most - count));
      for (let i = 0; i < taken; i++) target[at + count + i] = view.getFloat32(base + 4 * i, true);
      count += length / 4;
    }
    return count;
  }

  /** Writes at most `most` 64-bit integers as two words each, from place `at` on; gives how many the list holds. */
  int64s(words: Int32Array, at: number, most: number): number {
    const wire = this.#reopened();
    const end = wire.end;
    let count = 0;
    while (wire.at < end) {
      const tag = wire.tag();
      if (tag !== VALUE_BYTES && tag !== VALUE_INT64) {
        wire.skip(tag);
        continue;
      }
      wire.end = tag === VALUE_BYTES ? wire.length() + wire.at : end;
      do {
        if (tag === VALUE_BYTES && wire.at >= wire.end) break;
        wire.varint();
        if (count < most) {
          words[2 * (at + count) + LOW] = wire.low;
          words[2 * (at + count) + 1 - LOW] = wire.high;
        }
        count += 1;
      } while (tag === VALUE_BYTES);
      wire.end = end;
    }
    return count;
  }

  /** The values of a bytes list, as views. */
  byteStrings(): Uint8Array[] {
    const wire = this.#reopened();
    const values: Uint8Array[] = [];
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag !== VALUE_BYTES) {
        wire.skip(tag);
        continue;
      }
      const length = wire.length();
      values.push(this.#bytes.subarray(wire.at, wire.at + length));
      wire.at += length;
    }
    return values;
  }
}
