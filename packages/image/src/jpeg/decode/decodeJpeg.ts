import {
  type ValidatedJpeg,
  validateJpeg,
  type DecodeJpegOptions,
  checkAllocated,
} from "../validate/validateJpeg.ts";
import { checkBytes } from "../../image/checkBytes.ts";
import type { Image } from "../../image/image.ts";
import { ImageError } from "../../image/imageError.ts";
import { createRowConverter } from "./rowConverter.ts";
import { decodeBytes } from "./decodeBytes.ts";
import { Warnings } from "../entropy/warnings.ts";
import { maxDecisions } from "../validate/jpegCost.ts";

/**
 * Decodes a JPEG to bytes, in any JavaScript engine.
 *
 * Reads sequential and progressive files, Huffman and arithmetic coding; gray, colour, CMYK and YCCK. The pixels are
 * those of `tf.io.decode_jpeg` with its defaults (libjpeg-turbo's fast integer IDCT, fancy upsampling). In Node,
 * `@tensorloom/image/node` is several times faster. EXIF orientation is not applied.
 *
 * Damage that libjpeg reads over with a warning (a lost restart marker, bytes between segments, data that end early)
 * is read over and reported to `onDecode`; with `strict` it is an error. The data of a picture have no checksum, so
 * other damage is a wrong picture.
 *
 * @param bytes - The whole file.
 * @param options - See {@link DecodeJpegOptions}.
 * @throws ImageError if the bytes are not a JPEG, are cut off or broken, or exceed a limit.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see ITU-T T.81 (1992); T.871 (JFIF)
 * @example
 * ```ts
 * import { decodeJpeg, encodeJpeg } from "@tensorloom/image";
 *
 * const gray = { data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 };
 * const image = decodeJpeg(encodeJpeg(gray));
 * [image.height, image.width, image.channels, image.data[0]]; // => [8, 8, 3, 128]
 * ```
 */
export function decodeJpeg(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeJpegOptions = {},
): Image<Uint8Array> {
  const file = checkBytes("decodeJpeg", bytes);
  return decodeValidated(file, validateJpeg(file, options), options, "this is the portable entry");
}

/** Decodes a file that was admitted, and reports how. The pixels go into `memory`, if there is some. */
export function decodeValidated(
  bytes: Uint8Array,
  { height, width, colors, adobe, outputChannels: channels }: ValidatedJpeg,
  options: DecodeJpegOptions,
  reason: string,
  memory?: Uint8Array,
): Image<Uint8Array> {
  const { file, strict = false } = options;
  const warnings = new Warnings();
  let pixels: Uint8Array = new Uint8Array(0);
  const sink = {
    ...createRowConverter(colors, adobe, channels),
    channels,
    pixels: () => (pixels = memory ?? new Uint8Array(height * width * channels)),
  };
  try {
    const limited = options.maxPixels === undefined;
    decodeBytes(bytes, sink, warnings, limited ? maxDecisions(bytes.length) : undefined);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ImageError(`the image data is broken: ${said}`, { format: "jpeg", file, cause });
  }
  const met = warnings.list();
  if (strict && met.length > 0)
    throw new ImageError(`the image data is damaged: ${met.join("; ")}`, { format: "jpeg", file });
  const data = copyToAllocated(pixels, options.allocate);
  options.onDecode?.({ decoder: "portable", reason, warnings: met });
  return { data, height, width, channels };
}

/** The pixels, in the caller's memory if there is some. */
export function copyToAllocated(pixels: Uint8Array, allocate: DecodeJpegOptions["allocate"]): Uint8Array {
  if (allocate === undefined) return pixels;
  const data = checkAllocated(allocate(pixels.length), pixels.length);
  data.set(pixels);
  return data;
}
