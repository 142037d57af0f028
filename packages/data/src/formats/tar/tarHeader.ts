/** One header of a tar file. */
export interface TarHeader {
  /** The name; pax and GNU headers before it may replace it. */
  readonly name: string;
  /** The size of the data in bytes. */
  readonly size: number;
  /** `0`: a file; `5`: a folder; `x`, `g`: pax headers; `L`, `K`: long names of GNU. */
  readonly type: string;
}

/** The size of a header, and the unit to which data is padded. */
export const TAR_BLOCK = 512;

const decoder = new TextDecoder();

/** Decodes a text up to its first zero byte. */
export function tarText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/**
 * Decodes a header of 512 bytes (POSIX ustar, or the older form). Returns what is wrong with it as a text, or `undefined`
 * for a block of zeros, which ends the file.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function tarHeader(block: Uint8Array): TarHeader | string | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const sum = octal(block.subarray(148, 156));
  let [unsigned, signed] = [0, 0];
  block.forEach((byte, i) => {
    const counted = i >= 148 && i < 156 ? 32 : byte; // the sum counts its own field as spaces
    unsigned += counted;
    signed += counted < 128 ? counted : counted - 256;
  });
  if (sum !== unsigned && sum !== signed) return "expected a tar header, got a block with another checksum";
  const size = sizeOf(block.subarray(124, 136));
  if (size === undefined) return "the size in the tar header is not a number";
  const isUstar = tarText(block.subarray(257, 262)) === "ustar";
  const isGnu = block[262] === 32; // GNU's older headers have times in place of the prefix
  const prefix = isUstar && !isGnu ? tarText(block.subarray(345, 500)) : "";
  const name = tarText(block.subarray(0, 100));
  const type = block[156] === 0 ? "0" : String.fromCharCode(block[156]);
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type };
}

function octal(field: Uint8Array): number | undefined {
  const digits = tarText(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** A size: octal digits, or a binary number of GNU whose first bit is set. */
function sizeOf(field: Uint8Array): number | undefined {
  if ((field[0] & 0x80) === 0) return octal(field);
  if (field[0] !== 0x80) return undefined; // negative, or beyond 2^88
  const size = field.subarray(1).reduce((value, byte) => value * 256 + byte, 0);
  return Number.isSafeInteger(size) ? size : undefined;
}

/**
 * Parses the records of a pax header, `LENGTH KEY=VALUE\n` each. Returns what is wrong with them as a text.
 */
export function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> | string {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const digits = space < 0 ? "" : decoder.decode(bytes.subarray(at, space));
    const length = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
    const record = decoder.decode(bytes.subarray(space + 1, at + length - 1));
    const equals = record.indexOf("=");
    if (at + length > bytes.length || at + length <= space || equals < 1 || bytes[at + length - 1] !== 10)
      return "the pax header is damaged";
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
