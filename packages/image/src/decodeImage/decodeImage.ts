import type { Image } from "../image/image.ts";
import { decodeJpeg } from "../jpeg/decode/decodeJpeg.ts";
import { decodePng } from "../png/decodePng.ts";
import type { DecodeImageOptions } from "./decodeImageOptions.ts";
import { decodeImageWith } from "./decodeImageWith.ts";
import { decodeInBrowser } from "./decodeInBrowser.ts";
import { decodeWithCanvas } from "./decodeWithCanvas.ts";

/**
 * Decodes an image file of any common format: JPEG, PNG, WebP, GIF, BMP or AVIF.
 *
 * The format is recognized by the bytes, not by the name. {@link decodeJpeg} decodes JPEG and {@link decodePng} PNG.
 * BMPs may have 1, 4, 8, 24 or 32 bits per pixel, uncompressed. In Node, `sharp` decodes WebP, GIF and AVIF:
 * `npm install sharp`. In browsers, the browser decodes them; colours of half-transparent pixels may differ by a few
 * levels there. `decoder: "browser"` decodes JPEG and PNG so, too. Of an animation, the first frame is decoded. Colour profiles are not applied.
 *
 * @param bytes - The whole file.
 * @param options - The number of channels, the size to scale down to, orientation and limits.
 * @returns The image, as bytes.
 * @throws ImageError if the bytes are of another format (the message names it), are truncated or broken, or exceed a
 *   limit; or if the format needs `sharp` and it is not installed.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see https://www.tensorflow.org/api_docs/python/tf/io/decode_image
 * @example
 * ```ts
 * import { decodeImage, encodePng } from "@tensorloom/image";
 *
 * const gray = await encodePng({ data: Uint8Array.of(7, 9), height: 1, width: 2, channels: 1 });
 * (await decodeImage(gray, { channels: 3 })).data; // => Uint8Array.of(7, 7, 7, 9, 9, 9)
 * ```
 */
export function decodeImage(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeImageOptions = {},
): Promise<Image<Uint8Array>> {
  return decodeImageWith(
    { jpeg: decodeJpeg, png: decodePng, foreign: decodeWithCanvas, browser: decodeInBrowser },
    bytes,
    options,
  );
}
