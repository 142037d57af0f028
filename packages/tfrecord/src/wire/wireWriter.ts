import { BYTES, FIXED32, FIXED64, VARINT } from "./wireReader.ts";

/** Whether this machine keeps the low half of a number first, as the wire format does. */
const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const LOW = LITTLE_ENDIAN ? 0 : 1;
const TWO_28 = 2 ** 28;

/**
 * Writes the protocol buffer wire format from its end to its beginning: a message's length is known when it is written.
 *
 * So fields are given last first, and a message's own head after what is in it.
 */
export class WireWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #at = 1024;

  /** How many bytes have been written: what `head` needs to know of the time before the message. */
  get written(): number {
    return this.#bytes.length - this.#at;
  }

  /** Begins anew: what an encoder that threw has left is gone. */
  reset(): void {
    this.#at = this.#bytes.length;
  }

  /** What has been written, as new bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(this.#at);
  }

  #room(bytes: number): number {
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

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    if (value < 128) {
      const at = this.#room(1); // as in `raw`
      this.#bytes[at] = value;
    } else if (value < TWO_28) this.#words(value, 0);
    else this.#words(value >>> 0, Math.floor(value / 2 ** 32));
  }

  /** A 64-bit integer as its two halves. */
  #words(lowest: number, highest: number): void {
    const bits = highest === 0 ? 32 - Math.clz32(lowest) : 64 - Math.clz32(highest);
    const size = Math.max(1, Math.ceil(bits / 7));
    let [low, high] = [lowest, highest];
    let at = this.#room(size);
    for (const last = at + size - 1; at < last; at++) {
      this.#bytes[at] = (low & 127) | 128;
      low = (low >>> 7) | (high << 25);
      high >>>= 7;
    }
    this.#bytes[at] = low & 127;
  }

  /** The tag and the length of a message, or of bytes, that has been written since `written` was `before`. */
  lengthPrefix(field: number, before: number): void {
    this.varint(this.written - before);
    this.varint((field << 3) | BYTES);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length); // before `#bytes` is named: making room may replace it
    this.#bytes.set(bytes, at);
  }

  /** A field of bytes. */
  bytes(field: number, bytes: Uint8Array): void {
    this.raw(bytes);
    this.varint(bytes.length);
    this.varint((field << 3) | BYTES);
  }

  /** A field of a whole number from 0 to 2^53 - 1. */
  number(field: number, value: number): void {
    this.varint(value);
    this.varint((field << 3) | VARINT);
  }

  float(field: number, value: number): void {
    const at = this.#room(4);
    this.#view.setFloat32(at, value, true);
    this.varint((field << 3) | FIXED32);
  }

  double(field: number, value: number): void {
    const at = this.#room(8);
    this.#view.setFloat64(at, value, true);
    this.varint((field << 3) | FIXED64);
  }

  floats(values: Float32Array): void {
    const at = this.#room(4 * values.length);
    if (LITTLE_ENDIAN)
      this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    else values.forEach((value, i) => this.#view.setFloat32(at + 4 * i, value, true));
  }

  doubles(values: ArrayLike<number>): void {
    const at = this.#room(8 * values.length);
    for (let i = 0; i < values.length; i++) this.#view.setFloat64(at + 8 * i, values[i], true);
  }

  int64s(values: BigInt64Array): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    for (let i = words.length - 2; i >= 0; i -= 2) this.#words(words[i + LOW], words[i + 1 - LOW]);
  }
}
