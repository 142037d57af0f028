import { BYTES, FIXED32, FIXED64, VARINT } from "@tensorloom/core/internal";
import { ExampleError } from "./exampleError.ts";

const START_GROUP = 3;
const END_GROUP = 4;

const MAX_GROUP_DEPTH = 100; // the limit of TensorFlow's protobuf

/**
 * Reads the protocol buffer wire format. One reader is reused for many messages, so that reading allocates nothing.
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */
export class WireReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** The low and high 32 bits of the last {@link varint}. */
  low = 0;
  high = 0;

  /** Points the reader at a range of bytes. */
  open(bytes: Uint8Array, at: number, end: number): void {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Reads the next field's tag: `8 * number + wire type`. */
  tag(): number {
    const start = this.at;
    if (start < this.end && this.bytes[start] >= 8 && this.bytes[start] < 0x80) {
      this.at = start + 1;
      return this.bytes[start];
    }
    this.varint();
    if (this.high !== 0 || this.low >>> 3 === 0) this.fail("a field number", start);
    return this.low;
  }

  /** Reads a length; throws if it exceeds the message. */
  length(): number {
    const start = this.at;
    if (start < this.end && this.bytes[start] < 0x80) {
      this.at = start + 1;
      if (this.bytes[start] > this.end - this.at) this.fail("a length within the message", start);
      return this.bytes[start];
    }
    this.varint();
    if (this.high !== 0 || this.low < 0 || this.low > this.end - this.at)
      this.fail("a length within the message", start);
    return this.low;
  }

  /** Reads up to ten bytes into `low` and `high`; like protobuf, drops bits past the 64th. */
  varint(): void {
    const { bytes, end } = this;
    const start = this.at;
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (start + i >= end) this.fail("more bytes of a number", start);
      const byte = bytes[start + i];
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (i < 9) high |= bits << (7 * i - 32);
      else high |= bits << 31;
      if (byte < 0x80) {
        this.at = start + i + 1;
        this.low = low;
        this.high = high;
        return;
      }
    }
    this.fail("a number of at most ten bytes", start);
  }

  /** Skips a field's value. */
  skip(tag: number, depth = 0): void {
    switch (tag & 7) {
      case VARINT:
        this.varint();
        break;
      case FIXED64:
        this.advance(8);
        break;
      case BYTES:
        this.advance(this.length());
        break;
      case FIXED32:
        this.advance(4);
        break;
      case START_GROUP:
        this.#skipGroup(tag, depth + 1);
        break;
      default:
        this.fail("a wire type that exists", this.at);
    }
  }

  advance(bytes: number): void {
    if (bytes > this.end - this.at) this.fail(`${String(bytes)} more bytes`, this.at);
    this.at += bytes;
  }

  #skipGroup(start: number, depth: number): void {
    if (depth > MAX_GROUP_DEPTH) this.fail(`groups at most ${String(MAX_GROUP_DEPTH)} deep`, this.at);
    let tag = this.tag();
    for (; (tag & 7) !== END_GROUP; tag = this.tag()) this.skip(tag, depth);
    if (tag >>> 3 !== start >>> 3) this.fail("the end of the group that began", this.at);
  }

  fail(expected: string, offset: number): never {
    const message = `Could not parse example input: expected ${expected} at byte ${String(offset)}`;
    throw new ExampleError([{ kind: "wire", feature: "", message, offset }]);
  }
}
