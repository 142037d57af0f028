import { inflateSync } from "fflate";
import { FileProblem } from "../errors/fileProblem.ts";
import { crc32 } from "./crc32.ts";

/** Limit on a member, before memory is allocated: 2 GB. */
const MAX_BYTES = 2 ** 31;

/** Deflate compresses at most about 1032 : 1, so a member that claims more is damaged or a zip bomb. */
const MAX_RATIO = 1100;

/** The fixed parts of the three kinds of headers, in bytes. */
const TRAILER = 22;
const ENTRY = 46;
const LOCAL = 30;

/**
 * Reads a member of a zip archive; undefined if it does not exist.
 *
 * @throws FileProblem if the archive is damaged, or the member is too large or compressed in another way than deflate.
 * @see PKWARE APPNOTE 4.3
 */
export function readMember(zip: Uint8Array, name: string): Uint8Array | undefined {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = findEnd(view);
  if (end < 0) throw damaged();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + ENTRY > zip.length || view.getUint32(at) !== 0x504b0102) throw damaged();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
      view.getUint16(at + field, true),
    );
    if (new TextDecoder().decode(zip.subarray(at + ENTRY, at + ENTRY + nameBytes)) === name)
      return readContent(zip, view, name, at);
    at += ENTRY + nameBytes + extraBytes + commentBytes;
  }
  return undefined;
}

function damaged(): FileProblem {
  return new FileProblem("is a zip archive that is cut off or damaged");
}

/** The position of the end record, which a comment of at most 64 KB may follow; -1 if it is missing. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - TRAILER; at >= Math.max(0, view.byteLength - TRAILER - 0xffff); at--)
    if (view.getUint32(at) === 0x504b0506) return at;
  return -1;
}

/** @param at - The member's entry in the central directory. */
function readContent(zip: Uint8Array, view: DataView, name: string, at: number): Uint8Array {
  const method = view.getUint16(at + 10, true);
  const [sum, packed, size, header] = [16, 20, 24, 42].map((field) => view.getUint32(at + field, true));
  if (size >= MAX_BYTES)
    throw new FileProblem(`${name} claims ${String(size)} bytes; the maximum is ${String(MAX_BYTES)}`);
  if (header + LOCAL > zip.length || view.getUint32(header) !== 0x504b0304) throw damaged();
  const start = header + LOCAL + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const bytes = zip.subarray(start, start + packed);
  if (bytes.length < packed || size > packed * MAX_RATIO + 64) throw damaged();
  if (method !== 0 && method !== 8)
    throw new FileProblem(`${name} is compressed with method ${String(method)}, which is not supported`);
  const plain = method === 0 ? bytes : inflate(bytes, size);
  if (plain?.length !== size) throw damaged();
  if (crc32(plain) !== sum) throw new FileProblem(`${name} does not match its checksum; the file is damaged`);
  return plain;
}

function inflate(bytes: Uint8Array, size: number): Uint8Array | undefined {
  try {
    return inflateSync(bytes, { out: new Uint8Array(size) }); // never more than `size`
  } catch {
    return undefined; // damaged
  }
}
