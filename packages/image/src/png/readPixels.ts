import type { Pixels } from "../image/image.ts";
import { applyPalette, createPaletteTable } from "./samples/palette.ts";
import { colorKey } from "./samples/colorKey.ts";
import { expandRow } from "./samples/expandRow.ts";
import { createLevelTable } from "./samples/levelTable.ts";
import { countRawBytes, type PngPass } from "./passes.ts";
import { countSamples } from "./pngHeader.ts";
import type { PngFile } from "./readPng.ts";
import { convertChannels } from "./samples/convertChannels.ts";
import { unpackSamples } from "./samples/unpackSamples.ts";
import { unfilterPass } from "./unfilterPass.ts";

/** In single precision, so that results equal TensorFlow's bit for bit. */
const UNIT = Math.fround(1 / 65535);

/** Returns the channels of a decoded PNG; a palette becomes colours. */
export function countFileChannels({ header, transparency }: PngFile): number {
  return header.colorType === 3 ? (transparency === undefined ? 3 : 4) : countSamples(header.colorType);
}

/**
 * Converts the inflated rows of a PNG to pixels.
 *
 * @param raw - The rows of all passes, each after its filter byte; they are modified.
 * @param output - Memory for `height * width * channels` values: bytes, or floats in 0..1 of 16 bits.
 * @param fail - Creates the error for an unknown filter.
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
  const isPlain =
    output instanceof Uint8Array && !interlaced && depth >= 8 && colorType !== 3 && stored === channels;
  const writeRow = isPlain ? undefined : createRowWriter(png, output, channels);
  const stride = width * stored;
  const isHalved = isPlain && depth === 16;
  const step = isHalved ? stored : Math.max((stored * depth) >> 3, 1);
  const table =
    interlaced || isPlain || output instanceof Float32Array ? undefined : createLevelTable(png, channels);
  const view = new DataView(output.buffer, output.byteOffset, output.byteLength);
  if (raw.length !== countRawBytes(passes)) throw fail("the rows do not fill the image");

  let start = 0;
  for (const whole of passes) {
    const { bytes, at, ...pass } = unfilterPass(raw, start, whole, step, isHalved, fail);
    for (let y = 0, row = at + 1; y < pass.height; y++, row += 1 + pass.rowBytes) {
      if (writeRow === undefined) output.set(bytes.subarray(row, row + stride), y * stride);
      else if (table !== undefined) expandRow(bytes, row, width, table, view, y * width * channels);
      else writeRow(bytes, row, pass, y);
    }
    start += whole.height * (1 + whole.rowBytes);
  }
}

/**
 * The maximum number of pixels that are converted together.
 *
 * It is a whole number of bytes at every depth.
 */
const MAX_CHUNK_PIXELS = 2 ** 13;

type RowWriter = (raw: Uint8Array, row: number, pass: PngPass, y: number) => void;

/** Creates a function that converts a row and stores its pixels. */
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

interface PixelPosition {
  readonly start: number;
  readonly channels: number;
  /** The distance between the first values of adjacent pixels. */
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
    const unit = isWide ? UNIT : 257 * UNIT; // scales 8 bits to 16
    for (let i = 0, at = 0, to = start; i < count; i++, to += step)
      for (let c = 0; c < channels; c++) output[to + c] = line[at++] * unit;
  } else {
    const shift = isWide ? 8 : 0;
    for (let i = 0, at = 0, to = start; i < count; i++, to += step)
      for (let c = 0; c < channels; c++) output[to + c] = line[at++] >> shift;
  }
}
