import { FileFormatError } from "./fileFormatError.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Decodes UTF-8 text that starts at a line of a file; names the line that is not UTF-8. */
export function decodeText(file: string, bytes: Uint8Array, line: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    const problem = "expected UTF-8 text, got other bytes; convert the file to UTF-8";
    throw new FileFormatError(file, { line: line + goodLines(bytes) }, problem);
  }
}

/** How many lines come before the one that is not UTF-8. */
function goodLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let start = 0; start < bytes.length; lines++) {
    const end = bytes.indexOf(NEWLINE, start) + 1 || bytes.length;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return lines;
    }
    start = end;
  }
  return lines;
}

/** The byte of a line feed. */
export const NEWLINE = 10;

/** The bytes of a byte order mark at the start of a text; 0 without one. */
export function bomLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** The length of the bytes up to the last complete character. */
export function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue; // inside a character
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const encoder = new TextEncoder();

/** The length of a text in bytes. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
