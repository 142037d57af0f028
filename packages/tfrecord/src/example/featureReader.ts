import { BYTES, FIXED32, VARINT } from "@tensorloom/core/internal";
import { concatBytes } from "../wire/concatBytes.ts";
import { WireReader } from "../wire/wireReader.ts";

/** The fields of `Feature`'s oneof: the kind of its list; 0 if none is set. */
const NO_LIST = 0;
export const BYTES_LIST = 1;
export const FLOAT_LIST = 2;
export const INT64_LIST = 3;

const VALUE_BYTES = (1 << 3) | BYTES; // a value of bytes_list, or packed numbers
const VALUE_FLOAT = (1 << 3) | FIXED32;
const VALUE_INT64 = (1 << 3) | VARINT;

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
/** The index of the low half of a 64-bit number on this machine. */
const LOW = LITTLE_ENDIAN ? 0 : 1;
/** From this size in bytes on, copying memory is faster than assembling numbers. */
const COPIED_BYTES = 512;

function isListTag(byte: number): boolean {
  return (byte & 7) === BYTES && byte >>> 3 >= BYTES_LIST && byte >>> 3 <= INT64_LIST;
}

/**
 * Reads one `Feature`: its kind, its number of values, and the values into arrays of the caller.
 *
 * Numbers may be packed or not, in any mixture, as protobuf allows. Of two lists of different kinds, the last counts;
 * two lists of the same kind are concatenated.
 */
export class FeatureReader {
  readonly #wire = new WireReader();
  kind: number = NO_LIST;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  open(bytes: Uint8Array, start: number, end: number): void {
    const short = end - start - 2;
    if (short >= 0 && short < 0x80 && bytes[start + 1] === short && isListTag(bytes[start])) {
      this.kind = bytes[start] >>> 3; // fast path: one list and nothing else
      this.#bytes = bytes;
      this.#start = start + 2;
      this.#end = end;
      return;
    }
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
      this.#bytes = concatBytes(this.#bytes.subarray(this.#start, this.#end), bytes.subarray(start, end));
      this.#start = 0;
      this.#end = this.#bytes.length;
      return;
    }
    this.kind = field;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** Counts the values of the list. */
  count(): number {
    const wire = this.#reopened();
    let count = 0;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag === VALUE_BYTES) {
        const length = wire.length();
        count += this.#countValues(wire.at, length);
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

  #countValues(at: number, length: number): number {
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

  /** Writes up to `max` floats as 32-bit words from index `at` on; returns the number of values in the list. */
  floats(words: Int32Array, at: number, max: number): number {
    const wire = this.#reopened();
    const bytes = this.#bytes;
    let count = 0;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag !== VALUE_BYTES && tag !== VALUE_FLOAT) {
        wire.skip(tag);
        continue;
      }
      const length = tag === VALUE_BYTES ? wire.length() : 4;
      if (length % 4 !== 0) wire.fail("packed floats of four bytes each", wire.at);
      let from = wire.at;
      wire.advance(length);
      const to = at + Math.min(max, count + length / 4);
      if (length >= COPIED_BYTES && LITTLE_ENDIAN && to > at + count) {
        const target = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
        target.set(bytes.subarray(from, from + 4 * (to - at - count)), 4 * (at + count));
      } else
        for (let i = at + count; i < to; i++, from += 4)
          words[i] = bytes[from] | (bytes[from + 1] << 8) | (bytes[from + 2] << 16) | (bytes[from + 3] << 24);
      count += length / 4;
    }
    return count;
  }

  /** Writes up to `max` integers as two words each from index `at` on; returns the number of values in the list. */
  int64s(words: Int32Array, at: number, max: number): number {
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
        if (count < max) {
          words[2 * (at + count) + LOW] = wire.low;
          words[2 * (at + count) + 1 - LOW] = wire.high;
        }
        count += 1;
      } while (tag === VALUE_BYTES);
      wire.end = end;
    }
    return count;
  }

  /** Writes up to `max` byte strings, each through `read`, from index `at` on; returns the number in the list. */
  byteStrings<T>(target: T[], at: number, max: number, read: (bytes: Uint8Array) => T): number {
    const wire = this.#reopened();
    let count = 0;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      if (tag !== VALUE_BYTES) {
        wire.skip(tag);
        continue;
      }
      const length = wire.length();
      if (count < max) target[at + count] = read(this.#bytes.subarray(wire.at, wire.at + length));
      wire.at += length;
      count += 1;
    }
    return count;
  }
}
