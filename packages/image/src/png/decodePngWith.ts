import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { DEFAULT_MAX_PIXELS } from "../image/maxPixels.ts";
import { checkBytes } from "../image/checkBytes.ts";
import type { Image, Pixels } from "../image/image.ts";
import { ImageError } from "../image/imageError.ts";
import { checkDecodingCost } from "./decodingCost.ts";
import { InflateError } from "./inflate/deflateReader.ts";
import { listPasses, countRawBytes } from "./passes.ts";
import { countFileChannels, readPixels } from "./readPixels.ts";
import { readPng, type PngPiece } from "./readPng.ts";

/**
 * Options of `decodePng` and `decodePngSync`.
 *
 * @inline
 */
export interface DecodePngOptions {
  /**
   * The number of channels: 1, 3 or 4; default 0, the file's.
   *
   * Gray is repeated as RGB, and colour becomes luma, as in `tf.io.decode_png`. A new alpha channel is opaque, except
   * for the file's transparent colour; an alpha channel that is not requested is dropped.
   */
  readonly channels?: 0 | 1 | 3 | 4 | undefined;
  /**
   * The type of the values: bytes (the default), or floats in 0..1.
   *
   * Bytes are the upper 8 bits of 16-bit samples; floats have all 16.
   */
  readonly dtype?: "uint8" | "float32" | undefined;
  /**
   * The largest number of pixels (height x width) to decode; more throws an `ImageError`. Default: 100 million, and at
   * most 2 ** 21 rows and 136 MB of memory, or 100 bytes for each byte of a larger file.
   */
  readonly maxPixels?: number | undefined;
  /** A name for error messages: a path, or a record's name. */
  readonly file?: string | undefined;
}

const KNOWN: OptionKinds<DecodePngOptions> = {
  channels: "number",
  dtype: "string",
  maxPixels: "number",
  file: "string",
};

/** Inflates a zlib stream to exactly `size` bytes, and ignores the rest. */
export type Inflate = (stream: Uint8Array, size: number) => Uint8Array;

/**
 * Decodes a PNG; `inflate` decompresses its data.
 *
 * @param name - The function that was called, for messages: `"decodePngSync"`.
 */
export function decodePngWith(
  name: string,
  inflate: Inflate,
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodePngOptions,
): Image {
  const { channels: requested = 0, dtype = "uint8", maxPixels, file } = checkOptions(name, options, KNOWN);
  const data = checkBytes(name, bytes);
  oneOf(`${name}: channels`, requested, [0, 1, 3, 4]);
  oneOf(`${name}: dtype`, dtype, ["uint8", "float32"]);
  if (maxPixels !== undefined) integer(`${name}: maxPixels`, maxPixels, 1);
  const fail = (what: string, offset?: number, cause?: unknown): ImageError =>
    new ImageError(what, { format: "png", file, offset, cause });

  const png = readPng(data, file, ({ height, width }) => {
    const most = maxPixels ?? DEFAULT_MAX_PIXELS;
    if (height * width > most)
      throw fail(`${String(height)} rows of ${String(width)} exceed the limit of ${String(most)} pixels`);
  });
  const { height, width } = png.header;
  const channels = requested === 0 ? countFileChannels(png) : requested;
  const passes = listPasses(png.header);
  const size = countRawBytes(passes);
  const numbers = height * width * channels;
  const rows = passes.reduce((sum, pass) => sum + pass.height, 0);
  const decoded = size + numbers * (dtype === "float32" ? 4 : 1);
  if (maxPixels === undefined) checkDecodingCost(rows, decoded, data.length, png.header, file);

  const pixels: Pixels = dtype === "float32" ? new Float32Array(numbers) : new Uint8Array(numbers);
  let raw: Uint8Array;
  try {
    raw = inflate(concatenate(png.pieces), size);
  } catch (cause) {
    if (!(cause instanceof InflateError)) throw cause;
    throw fail(`the image data is broken: ${cause.message}`, fileOffset(png.pieces, cause.at), cause);
  }
  readPixels(png, passes, raw, pixels, channels, (what) =>
    fail(`the image data is broken: ${what}`, png.pieces[0].offset),
  );
  return { data: pixels, height, width, channels };
}

function concatenate(pieces: readonly PngPiece[]): Uint8Array {
  if (pieces.length === 1) return pieces[0].bytes;
  const stream = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of pieces) {
    stream.set(bytes, at);
    at += bytes.length;
  }
  return stream;
}

/** Converts an offset in the joined pieces to one in the file. */
function fileOffset(pieces: readonly PngPiece[], at: number): number {
  let before = 0;
  for (const { bytes, offset } of pieces) {
    if (at < before + bytes.length) return offset + at - before;
    before += bytes.length;
  }
  const last = pieces[pieces.length - 1];
  return last.offset + last.bytes.length;
}
