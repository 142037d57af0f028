import type { Image } from "../image/image.ts";
import { decodePngWith, type DecodePngOptions } from "./decodePngWith.ts";
import { inflate } from "./inflate/inflate.ts";

/**
 * Decodes a PNG to bytes or floats, in any JavaScript engine.
 *
 * Every depth and colour type, interlaced or not. Without `channels`, the image has the file's: 1 gray, 2 gray and
 * alpha, 3 RGB, 4 RGB and alpha; a palette becomes RGB, or RGB and alpha if it has transparent colours. Of 16 bits a
 * sample, the upper 8 stay, unless `dtype` is `"float32"`; fewer than 8 bits are spread over 0..255. The results equal
 * `tf.io.decode_png`. A damaged chunk that the pixels do not need (a colour profile, a text) is skipped.
 *
 * @param bytes - The whole file.
 * @param options - See {@link DecodePngOptions}.
 * @throws ImageError if the bytes are not a PNG, are cut off or broken (each chunk has a checksum), or exceed the limit.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see W3C, Portable Network Graphics (Third Edition)
 * @example
 * ```ts
 * import { decodePng, encodePng } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 2, channels: 3 };
 * decodePng(encodePng(image)); // => image
 * decodePng(encodePng(image), { channels: 4 }).data; // => Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255)
 * ```
 */
export function decodePng(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodePngOptions & { readonly dtype: "float32" },
): Image<Float32Array>;
export function decodePng(
  bytes: Uint8Array | Uint8ClampedArray,
  options?: DecodePngOptions & { readonly dtype?: "uint8" | undefined },
): Image<Uint8Array>;
export function decodePng(bytes: Uint8Array | Uint8ClampedArray, options: DecodePngOptions = {}): Image {
  return decodePngWith(inflate, bytes, options);
}
