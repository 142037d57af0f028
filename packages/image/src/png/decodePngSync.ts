import type { Image } from "../image/image.ts";
import { decodePngWith, type DecodePngOptions } from "./decodePngWith.ts";
import { inflate } from "./inflate/inflate.ts";

/**
 * Decodes a PNG to bytes or floats, synchronously.
 *
 * It reads every bit depth and colour type, interlaced or not, and returns the values of `tf.io.decode_png`. By default
 * the image has the file's channels: 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. A palette becomes RGB, or RGBA if it has
 * transparent colours. Samples of 16 bits keep their upper 8, unless `dtype` is `"float32"`; samples of fewer bits are
 * scaled to 0..255. Damaged chunks that the pixels do not need, such as a colour profile or a text, are skipped.
 *
 * @param bytes - The whole file.
 * @param options - The number of channels, the type of the values, and limits.
 * @throws ImageError if the bytes are not a PNG, are truncated or broken (each chunk has a checksum), or exceed a
 *   limit.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see W3C, Portable Network Graphics (Third Edition)
 * @example
 * ```ts
 * import { decodePngSync, encodePngSync } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 2, channels: 3 };
 * decodePngSync(encodePngSync(image)); // => image
 * ```
 */
export function decodePngSync(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodePngOptions & { readonly dtype: "float32" },
): Image<Float32Array>;
export function decodePngSync(
  bytes: Uint8Array | Uint8ClampedArray,
  options?: DecodePngOptions & { readonly dtype?: "uint8" | undefined },
): Image<Uint8Array>;
export function decodePngSync(bytes: Uint8Array | Uint8ClampedArray, options: DecodePngOptions = {}): Image {
  return decodePngWith("decodePngSync", inflate, bytes, options);
}
