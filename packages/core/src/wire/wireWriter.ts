import { BYTES, FIXED32, FIXED64, VARINT } from "./wireTypes.ts";

/** Whether this machine is little-endian, like the wire format. */
const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const LOW = LITTLE_ENDIAN ? 0 : 1;
const TWO_28 = 2 ** 28;

/**
 * Writes the protocol buffer wire format backwards, so that a message's length is known when its prefix is written.
 *
 * Write the last field first, and the tag and length of a message after its content.
 *
 * @example
 * ```ts
 * import { WireWriter } from "@tensorloom/core/internal";
 * const writer = new WireWriter();
 * writer.reset();
 * writer.number(1, 300);
 * writer.finish(); // => Uint8Array.of(8, 172, 2)
 * ```
 */
export class WireWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #at = 1024;

  /** The number of bytes written so far. Note it before a message for {@link lengthPrefix}. */
  get written(): number {
    return this.#bytes.length - this.#at;
  }

  /** Starts a new message; discards what an encoder left when it threw. */
  reset(): void {
    this.#at = this.#bytes.length;
  }

  /** Returns a copy of the written bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(this.#at);
  }

  #reserve(bytes: number): number {
    if (bytes > this.#at) {
      const larger = new Uint8Array(2 * (this.written + bytes));
      larger.set(this.#bytes.subarray(this.#at), larger.length - this.written);
      this.#at += larger.length - this.#bytes.length;
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#at -= bytes;
    return this.#at;
  }

  /** Writes an integer from 0 to 2^53 - 1. */
  varint(value: number): void {
    if (value < 128) {
      const at = this.#reserve(1); // before `#bytes` is read, as in `raw`
      this.#bytes[at] = value;
    } else if (value < TWO_28) this.#words(value, 0);
    else this.#words(value >>> 0, Math.floor(value / 2 ** 32));
  }

  /** Writes a 64-bit integer from its two halves. */
  #words(lowest: number, highest: number): void {
    const bits = highest === 0 ? 32 - Math.clz32(lowest) : 64 - Math.clz32(highest);
    const size = Math.max(1, Math.ceil(bits / 7));
    let [low, high] = [lowest, highest];
    let at = this.#reserve(size);
    for (const last = at + size - 1; at < last; at++) {
      this.#bytes[at] = (low & 127) | 128;
      low = (low >>> 7) | (high << 25);
      high >>>= 7;
    }
    this.#bytes[at] = low & 127;
  }

  /** Writes the tag and the length of the bytes written since `written` was `before`. */
  lengthPrefix(field: number, before: number): void {
    this.varint(this.written - before);
    this.varint((field << 3) | BYTES);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length); // before `#bytes` is read: reserving may replace it
    this.#bytes.set(bytes, at);
  }

  /** Writes a field of bytes. */
  bytes(field: number, bytes: Uint8Array): void {
    this.raw(bytes);
    this.varint(bytes.length);
    this.varint((field << 3) | BYTES);
  }

  /** Writes a field of an integer from 0 to 2^53 - 1. */
  number(field: number, value: number): void {
    this.varint(value);
    this.varint((field << 3) | VARINT);
  }

  /** Writes a field of an integer from -2^53 + 1 to 2^53 - 1: a negative one as ten bytes of two's complement. */
  signed(field: number, value: number): void {
    this.#words(value >>> 0, Math.floor(value / 2 ** 32) >>> 0);
    this.varint((field << 3) | VARINT);
  }

  float(field: number, value: number): void {
    const at = this.#reserve(4);
    this.#view.setFloat32(at, value, true);
    this.varint((field << 3) | FIXED32);
  }

  double(field: number, value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value, true);
    this.varint((field << 3) | FIXED64);
  }

  floats(values: Float32Array): void {
    const at = this.#reserve(4 * values.length);
    if (LITTLE_ENDIAN)
      this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    else values.forEach((value, i) => this.#view.setFloat32(at + 4 * i, value, true));
  }

  int32s(values: Int32Array): void {
    const at = this.#reserve(4 * values.length);
    for (let i = 0; i < values.length; i++) this.#view.setInt32(at + 4 * i, values[i], true);
  }

  doubles(values: ArrayLike<number>): void {
    const at = this.#reserve(8 * values.length);
    for (let i = 0; i < values.length; i++) this.#view.setFloat64(at + 8 * i, values[i], true);
  }

  int64s(values: BigInt64Array): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    for (let i = words.length - 2; i >= 0; i -= 2) this.#words(words[i + LOW], words[i + 1 - LOW]);
  }
}
