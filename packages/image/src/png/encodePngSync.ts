import { integer } from "@tensorloom/core/internal";
import { encode } from "fast-png";
import { checkImage, type Image } from "../image/image.ts";

/**
 * Encodes bytes to a PNG, synchronously. Decoding returns the same bytes.
 *
 * @param image - Bytes of 1 to 4 channels: gray, gray and alpha, RGB, RGB and alpha.
 * @throws TypeError if the image has floats; RangeError if it has more than 4 channels.
 * @see W3C, Portable Network Graphics (Third Edition)
 * @example
 * ```ts
 * import { encodePngSync } from "@tensorloom/image";
 *
 * const bytes = encodePngSync({ data: new Uint8Array(16 * 16), height: 16, width: 16, channels: 1 });
 * String.fromCharCode(...bytes.subarray(1, 4)); // => "PNG"
 * ```
 */
export function encodePngSync(image: Image<Uint8Array>): Uint8Array {
  return encodeChecked("encodePngSync", image);
}

/**
 * Checks an image and encodes it as PNG.
 *
 * @param name - The function that was called, for messages: `"encodePng"`.
 */
export function encodeChecked(name: string, image: Image<Uint8Array>): Uint8Array {
  const { data, height, width, channels } = checkImage(name, image);
  if (!(data instanceof Uint8Array))
    throw new TypeError(`${name}: image.data must be a Uint8Array; convert floats with toUint8(image)`);
  integer(`${name}: image.channels`, channels, 1, 4);
  return encode({ data, height, width, channels, depth: 8 });
}
