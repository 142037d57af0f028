import { ImageError } from "../image/imageError.ts";
import { readChunks, type Fail } from "./readChunks.ts";
import { parseHeader, type PngImageHeader } from "./pngHeader.ts";

/** A part of the compressed pixels. */
export interface PngPiece {
  readonly bytes: Uint8Array;
  /** Its offset in the file. */
  readonly offset: number;
}

/** The chunks of a PNG that its pixels need. */
export interface PngFile {
  readonly header: PngImageHeader;
  /** Red, green and blue of each palette index, for colour type 3. */
  readonly palette: Uint8Array | undefined;
  /** The body of the tRNS chunk, if it fits the colour type. */
  readonly transparency: Uint8Array | undefined;
  readonly pieces: readonly PngPiece[];
}

/** The size of tRNS by colour type. For a palette, it is at most the number of colours. */
const TRANSPARENCY_BYTES: ReadonlyMap<number, number> = new Map([
  [0, 2],
  [2, 6],
]);

/**
 * Reads the chunks of a PNG up to IEND, as libpng does.
 *
 * A damaged chunk that the pixels do not need (a colour profile, a text) is skipped, and so is a palette that the image
 * does not use.
 *
 * @param checkHeader - Called with the header before anything else is read; it may throw.
 * @throws ImageError if a chunk that the pixels need is damaged, unknown or out of order.
 * @see W3C, Portable Network Graphics (Third Edition), 5 and 13.1
 */
export function readPng(
  bytes: Uint8Array,
  file: string | undefined,
  checkHeader: (header: PngImageHeader) => void,
): PngFile {
  const fail: Fail = (what, offset) => new ImageError(what, { format: "png", file, offset });
  const pieces: PngPiece[] = [];
  let header: PngImageHeader | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let previous = "";

  for (const { type, body, offset, isCritical, isSound } of readChunks(bytes, fail)) {
    const start = offset - 8;
    if (header === undefined) {
      if (type !== "IHDR") throw fail(`the first chunk must be IHDR, got ${type}`, start);
      header = parseHeader(body, (what, at) => fail(what, offset + at));
      checkHeader(header);
    } else if (type === "IHDR") throw fail("a second IHDR chunk", start);
    if (isCritical && !isSound) throw fail(`the checksum of the ${type} chunk is wrong`, start);
    if (type === "IDAT") {
      if (pieces.length > 0 && previous !== "IDAT") throw fail("the IDAT chunks are not consecutive", start);
      pieces.push({ bytes: body, offset });
    } else if (type === "PLTE") {
      if (palette === undefined && pieces.length === 0) palette = checkPalette(body, header, offset, fail);
    } else if (type === "tRNS") {
      if (isSound && pieces.length === 0) transparency ??= checkTransparency(body, header, palette);
    } else if (isCritical && type !== "IHDR" && type !== "IEND")
      throw fail(`an unknown critical chunk ${type}`, start);
    previous = type;
  }

  const end = bytes.length;
  if (header === undefined || pieces.length === 0) throw fail("no IDAT chunk: the file has no pixels", end);
  if (header.colorType === 3 && palette === undefined)
    throw fail("color type 3 needs a PLTE chunk before its pixels", pieces[0].offset - 8);
  return { header, palette, transparency, pieces };
}

function checkPalette(
  body: Uint8Array,
  { colorType, depth }: PngImageHeader,
  offset: number,
  fail: Fail,
): Uint8Array | undefined {
  if (colorType !== 3) return undefined; // only a suggestion for displays with few colours
  if (body.length === 0 || body.length % 3 !== 0 || body.length > 768)
    throw fail(`a palette must have 3 bytes for each of 1 to 256 colors, got ${String(body.length)}`, offset);
  return body.subarray(0, 3 * 2 ** depth);
}

function checkTransparency(
  body: Uint8Array,
  { colorType }: PngImageHeader,
  palette: Uint8Array | undefined,
): Uint8Array | undefined {
  if (colorType !== 3) return body.length === TRANSPARENCY_BYTES.get(colorType) ? body : undefined;
  return palette !== undefined && body.length > 0 && body.length <= palette.length / 3 ? body : undefined;
}
