import type { WireReader } from "../wire/wireReader.ts";
import type { NumberDType } from "./tensorTypes.ts";
import { storageOf } from "./tensorTypes.ts";

/**
 * Decodes up to `count` values of a repeated field to little-endian elements; the last one is repeated up to `count`.
 *
 * @returns The bytes of the elements; zeros if there are no values.
 */
export function decodeValues(
  chunks: readonly Uint8Array[],
  dtype: NumberDType,
  count: number,
  wire: WireReader,
): Uint8Array<ArrayBuffer> {
  const { bytes: size, parts = 1, wire: kind } = storageOf(dtype);
  const numbers = count * parts;
  const data = new Uint8Array(count * size);
  const width = size / parts;
  let filled = 0;
  for (const bytes of chunks) {
    if (kind === "varint" || kind === "varint64") {
      wire.open(bytes, 0, bytes.length);
      for (; wire.at < bytes.length && filled < numbers; filled++) {
        wire.varint();
        writeInteger(data, filled * width, width, wire);
      }
      continue;
    }
    if (bytes.length % width !== 0) wire.fail(`numbers of ${String(width)} bytes each`, 0);
    const some = bytes.subarray(0, (numbers - filled) * width);
    data.set(some, filled * width);
    filled += some.length / width;
  }
  const first = Math.floor(filled / parts) * size;
  if (first > 0) for (let at = first; at < data.length; at += size) data.copyWithin(at, first - size, first);
  return data;
}

/** Writes the low bytes of the last number that was read. */
function writeInteger(data: Uint8Array, at: number, width: number, { low, high }: WireReader): void {
  for (let i = 0; i < width; i++) data[at + i] = i < 4 ? low >>> (8 * i) : high >>> (8 * (i - 4));
}
