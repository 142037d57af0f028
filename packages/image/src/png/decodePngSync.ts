import type { Image } from "../image/image.ts";
import { decodePngWith, type DecodePngOptions } from "./decodePngWith.ts";
import { inflate } from "./inflate/inflate.ts";

/**
 * Decodes a PNG to bytes or floats, synchronously.
 *
 * Every bit depth and colour type is read, interlaced or not. Without `channels`, the image has the file's: 1 gray, 2 gray and
 * alpha, 3 RGB, 4 RGB and alpha; a palette becomes RGB, or RGB and alpha if it has transparent colours. Samples of 16
 * bits keep their upper 8, unless `dtype` is `"float32"`; fewer than 8 bits are scaled to 0..255. The results equal those
 * of `tf.io.decode_png`. A damaged chunk that the pixels do not need (a colour profile, a text) is skipped.
 *
 * @param bytes - The whole file.
 * @param options - The number of channels, the kind of numbers, and limits.
 * @throws ImageError if the bytes are not a PNG, are truncated or broken (each chunk has a checksum), or exceed a limit.
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
