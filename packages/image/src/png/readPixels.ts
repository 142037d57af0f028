import type { Pixels } from "../image/image.ts";
import { applyPalette, createPaletteTable } from "./palette.ts";
import { countRawBytes, type PngPass } from "./passes.ts";
import { countSamples } from "./pngHeader.ts";
import type { PngFile } from "./readPng.ts";
import { convertChannels } from "./convertChannels.ts";
import { unpackSamples } from "./unpackSamples.ts";
import { unfilter } from "./unfilter.ts";

/** In single precision, so that a value is what TensorFlow makes of it to the last bit. */
const UNIT = Math.fround(1 / 65535);

/** The channels of a PNG that is decoded as it is: a palette becomes colours. */
export function countFileChannels({ header, transparency }: PngFile): number {
  return header.colorType === 3 ? (transparency === undefined ? 3 : 4) : countSamples(header.colorType);
}

/**
 * Turns the inflated rows of a PNG into pixels.
 *
 * @param raw - The rows of all passes, each after its filter byte; they are changed.
 * @param into - Room for `height * width * channels` values: bytes, or floats in 0..1 of 16 bits.
 * @param fail - Makes the error of an unknown filter.
 */
export function readPixels(
  png: PngFile,
  passes: readonly PngPass[],
  raw: Uint8Array,
  output: Pixels,
  channels: number,
  fail: (what: string) => Error,
): void {
  const { depth, colorType, width, interlaced } = png.header;
  const stored = countSamples(colorType);
  const step = Math.max((stored * depth) >> 3, 1);
  const isPlain =
    output instanceof Uint8Array && !interlaced && depth >= 8 && colorType !== 3 && stored === channels;
  const writeRow = isPlain ? undefined : createRowWriter(png, output, channels);
  const [stride, wide] = [width * stored, depth >> 3];
  if (raw.length !== countRawBytes(passes)) throw fail("the rows do not fill the image");

  let start = 0;
  for (const pass of passes) {
    unfilterPass(raw, start, pass, step, fail);
    for (let y = 0, row = start + 1; y < pass.height; y++, row += 1 + pass.rowBytes) {
      if (writeRow !== undefined) writeRow(raw, row, pass, y);
      else if (wide === 1) output.set(raw.subarray(row, row + stride), y * stride);
      else copyUpper(raw.subarray(row, row + 2 * stride), output.subarray(y * stride, (y + 1) * stride));
    }
    start += pass.height * (1 + pass.rowBytes);
  }
}

/** The upper bytes of samples of 16 bits. */
function copyUpper(from: Uint8Array, output: Pixels): void {
  for (let i = 0; i < output.length; i++) output[i] = from[2 * i];
}

/** Undoes the filters of a pass, in a loop of its own: V8 compiles one with more in it to slower code. */
function unfilterPass(
  raw: Uint8Array,
  start: number,
  { height, rowBytes }: PngPass,
  step: number,
  fail: (what: string) => Error,
): void {
  for (let y = 0, row = start + 1, above = -1; y < height; y++, row += 1 + rowBytes) {
    const filter = raw[row - 1];
    if (!unfilter(raw, filter, row, above, rowBytes, step))
      throw fail(`row ${String(y)} has filter ${String(filter)}; known are 0 to 4`);
    above = row;
  }
}

/** Pixels of a row that are brought to their channels together; whole bytes at every depth. */
const MAX_CHUNK_PIXELS = 2 ** 13;

type RowWriter = (raw: Uint8Array, row: number, pass: PngPass, y: number) => void;

/** A function that brings a row to its channels and stores its pixels at their positions. */
function createRowWriter(
  { header, palette, transparency }: PngFile,
  output: Pixels,
  channels: number,
): RowWriter {
  const { depth, colorType, width } = header;
  const stored = countSamples(colorType);
  const colors =
    palette === undefined || colorType !== 3 ? undefined : createPaletteTable(palette, transparency);
  const isKeyed = colors === undefined && transparency !== undefined && channels % 2 === 0;
  const toGray = channels < 3 && stored >= 3;
  const isWide = depth === 16 && (output instanceof Float32Array || isKeyed || toGray);
  const most = isWide ? 65535 : 255;
  const scale = colors === undefined && depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const key = isKeyed ? colorKey(transparency, depth, scale) : undefined;
  const from = colors?.samples ?? stored;
  const piece = Math.min(width, MAX_CHUNK_PIXELS);
  const lines = [stored, from, channels].map((samples) => new Uint16Array(piece * samples));

  return (raw, row, { width: count, left, top, across, down }, y) => {
    const first = ((top + y * down) * width + left) * channels;
    const step = across * channels;
    for (let x = 0; x < count; x += piece) {
      const some = Math.min(piece, count - x);
      let line = lines[0];
      unpackSamples(raw, row + (x * stored * depth) / 8, some * stored, { depth, scale, isWide }, line);
      if (colors !== undefined) applyPalette(line, some, colors, (line = lines[1]));
      if (from !== channels)
        convertChannels(line, some, { from, to: channels, most, key }, (line = lines[2]));
      storePixels(line, some, output, { start: first + x * step, channels, step, isWide });
    }
  };
}

/** The samples of a single transparent colour, as `unpackSamples` makes them. */
function colorKey(transparency: Uint8Array, depth: number, scale: number): readonly number[] {
  return Array.from({ length: transparency.length / 2 }, (_, i) => {
    const value = (transparency[2 * i] << 8) | transparency[2 * i + 1];
    return (value & (2 ** depth - 1)) * scale;
  });
}

interface PixelPosition {
  readonly start: number;
  readonly channels: number;
  /** From a pixel's first value to the next pixel's. */
  readonly step: number;
  readonly isWide: boolean;
}

function storePixels(
  line: Uint16Array,
  count: number,
  output: Pixels,
  { start, channels, step, isWide }: PixelPosition,
): void {
  if (output instanceof Float32Array) {
    const unit = isWide ? UNIT : 257 * UNIT; // 8 bits are spread over 16
    for (let i = 0, at = 0, to = start; i < count; i++, to += step)
      for (let c = 0; c < channels; c++) output[to + c] = line[at++] * unit;
  } else {
    const shift = isWide ? 8 : 0;
    for (let i = 0, at = 0, to = start; i < count; i++, to += step)
      for (let c = 0; c < channels; c++) output[to + c] = line[at++] >> shift;
  }
}
