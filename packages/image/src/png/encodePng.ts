import type { Image } from "../image/image.ts";
import { encodeChecked } from "./encodePngSync.ts";

/**
 * Encodes bytes to a PNG, on the calling thread. Decoding returns the same bytes.
 *
 * @param image - Bytes of 1 to 4 channels: gray, gray and alpha, RGB, RGB and alpha.
 * @throws TypeError if the image has floats; RangeError if it has more than 4 channels.
 * @see W3C, Portable Network Graphics (Third Edition)
 * @example
 * ```ts
 * import { encodePng } from "@tensorloom/image";
 *
 * const bytes = await encodePng({ data: new Uint8Array(16 * 16), height: 16, width: 16, channels: 1 });
 * String.fromCharCode(...bytes.subarray(1, 4)); // => "PNG"
 * ```
 */
export async function encodePng(image: Image<Uint8Array>): Promise<Uint8Array> {
  return Promise.resolve(encodeChecked("encodePng", image));
}
