import { crc32 } from "./crc32.ts";

/** The first 8 bytes of every PNG. */
export const SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** A chunk of a PNG (W3C PNG, 5.3). */
export interface PngChunk {
  readonly type: string;
  readonly body: Uint8Array;
  /** The offset of the body in the file. */
  readonly offset: number;
  /** Whether a decoder must support it: its type is capitalised. */
  readonly isCritical: boolean;
  /** Whether its checksum is correct. */
  readonly isSound: boolean;
}

/** Creates the error for an offset in the file. */
export type Fail = (what: string, offset: number) => Error;

/** Bytes before the body (length and type) and after it (checksum). */
const [BEFORE, AFTER] = [8, 4];

/** Iterates over the chunks of a PNG, up to and including IEND. */
export function* readChunks(bytes: Uint8Array, fail: Fail): Generator<PngChunk, undefined> {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw fail("no PNG signature", 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = SIGNATURE.length, type = ""; type !== "IEND";) {
    if (at + BEFORE > bytes.length)
      throw fail(`the data ends ${type === "" ? "in the header" : "before the IEND chunk"}`, bytes.length);
    const length = view.getUint32(at);
    type = String.fromCharCode(...bytes.subarray(at + 4, at + BEFORE));
    const [offset, end] = [at + BEFORE, at + BEFORE + length];
    if (!/^[A-Za-z]{4}$/.test(type)) throw fail("a chunk's type is not four letters", at + 4);
    if (end + AFTER > bytes.length)
      throw fail(`the ${type} chunk of ${String(length)} bytes runs past the end of the data`, at);
    const isSound = crc32(bytes, at + 4, end) === view.getUint32(end);
    const isCritical = (bytes[at + 4] & 32) === 0;
    yield { type, body: bytes.subarray(offset, end), offset, isCritical, isSound };
    at = end + AFTER;
  }
}
