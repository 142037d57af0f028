import { BYTES } from "./wireReader.ts";

const LOW = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 0 : 1;
const utf8 = new TextEncoder();

/** How many bytes a whole number from 0 to 2^53 - 1 takes as a varint. */
export function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1;
  return size;
}

/** Appends the protocol buffer wire format to bytes that grow. */
export class WireWriter {
  #bytes = new Uint8Array(1024);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** What has been written, as new bytes; the writer begins anew. */
  taken(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.slice(0, this.#at);
    this.#at = 0;
    return bytes;
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#at + bytes));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.#need(10);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#at++] = rest;
  }

  /** The tag and the length of what follows. */
  head(field: number, length: number): void {
    this.varint((field << 3) | BYTES);
    this.varint(length);
  }

  raw(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  text(text: string): void {
    this.raw(utf8.encode(text));
  }

  floats(values: Float32Array): void {
    this.#need(4 * values.length);
    for (const value of values) {
      this.#view.setFloat32(this.#at, value, true);
      this.#at += 4;
    }
  }

  fixed32(field: number, value: number): void {
    this.varint((field << 3) | 5);
    this.#need(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  fixed64(field: number, value: number): void {
    this.varint((field << 3) | 1);
    this.#need(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  doubles(values: readonly number[]): void {
    this.#need(8 * values.length);
    for (const value of values) {
      this.#view.setFloat64(this.#at, value, true);
      this.#at += 8;
    }
  }

  int64s(values: BigInt64Array): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    this.#need(10 * values.length);
    for (let i = 0; i < words.length; i += 2) this.#int64(words[i + LOW], words[i + 1 - LOW]);
  }

  #int64(lowest: number, highest: number): void {
    let [low, high] = [lowest, highest];
    while (high !== 0 || low >= 128) {
      this.#bytes[this.#at++] = (low & 127) | 128;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.#bytes[this.#at++] = low;
  }
}

/** How many bytes 64-bit integers take as varints. */
export function int64Size(values: BigInt64Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let size = 0;
  for (let i = 0; i < words.length; i += 2) {
    const high = words[i + 1 - LOW];
    const bits = high === 0 ? 32 - Math.clz32(words[i + LOW]) : 64 - Math.clz32(high);
    size += Math.max(1, Math.ceil(bits / 7));
  }
  return size;
}
