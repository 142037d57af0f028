import { validateJpeg, type ValidatedJpeg } from "../validate/validateJpeg.ts";
import { copyToAllocated } from "./copyToAllocated.ts";
import { type DecodeJpegOptions } from "../validate/decodeJpegOptions.ts";
import { checkBytes } from "../../image/checkBytes.ts";
import type { Image } from "../../image/image.ts";
import { ImageError } from "../../image/imageError.ts";
import { createRowConverter } from "./rowConverter.ts";
import { decodeBytes } from "./decodeBytes.ts";
import { Warnings } from "../entropy/warnings.ts";
import { maxDecisions } from "../validate/jpegCost.ts";

/**
 * Decodes a JPEG to bytes, synchronously and in any JavaScript engine.
 *
 * Reads sequential and progressive files, Huffman and arithmetic coding; gray, colour, CMYK and YCCK. Returns the
 * pixels of `tf.io.decode_jpeg` with its defaults (libjpeg-turbo's fast integer IDCT, fancy upsampling). In Node,
 * {@link decodeJpeg} is several times faster. EXIF orientation is not applied: see {@link orient}.
 *
 * Like libjpeg, it decodes damaged files as far as it can: a lost restart marker, bytes between segments, data that
 * end early. `onDecode` reports the damage; with `strict` it is an error. Other damage cannot be noticed, because a
 * JPEG has no checksum.
 *
 * @param bytes - The whole file.
 * @param options - The number of channels, limits, and what to do with damaged files.
 * @throws ImageError if the bytes are not a JPEG, are truncated or broken, or exceed a limit.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see ITU-T T.81 (1992); T.871 (JFIF)
 * @example
 * ```ts
 * import { decodeJpegSync, encodeJpegSync } from "@tensorloom/image";
 *
 * const gray = { data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 };
 * const image = decodeJpegSync(encodeJpegSync(gray));
 * [image.height, image.width, image.channels, image.data[0]]; // => [8, 8, 3, 128]
 * ```
 */
export function decodeJpegSync(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeJpegOptions = {},
): Image<Uint8Array> {
  return decodePortably("decodeJpegSync", bytes, options);
}

/**
 * Validates and decodes a file with the portable decoder.
 *
 * @param name - The function that was called, for messages: `"decodeJpeg"`.
 */
export function decodePortably(
  name: string,
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeJpegOptions,
): Image<Uint8Array> {
  const file = checkBytes(name, bytes);
  return decodeValidated(
    name,
    file,
    validateJpeg(name, file, options),
    options,
    "decodeJpegSync is portable",
  );
}

/**
 * Decodes a validated file and calls `onDecode`.
 *
 * @param memory - Memory for the pixels; by default it is allocated.
 */
export function decodeValidated(
  name: string,
  bytes: Uint8Array,
  { colors, adobe, ratio, outputHeight, outputWidth, outputChannels: channels }: ValidatedJpeg,
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
    ratio,
    pixels: () => (pixels = memory ?? new Uint8Array(outputHeight * outputWidth * channels)),
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
  const data = copyToAllocated(name, pixels, options.allocate);
  options.onDecode?.({ decoder: "portable", reason, warnings: met });
  return { data, height: outputHeight, width: outputWidth, channels };
}
