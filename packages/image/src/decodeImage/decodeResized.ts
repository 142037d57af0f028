import type { Image } from "../image/image.ts";
import { decodeImage } from "./decodeImage.ts";
import { decodeResizedWith, type DecodeResizedOptions } from "./decodeResizedWith.ts";

/**
 * Decodes an image file to a size, in the fastest way.
 *
 * It is `resize(await decodeImage(bytes), { height, width, antialias: true })`, but JPEGs are decoded at 1/2, 1/4 or 1/8
 * of their size first if both sides stay at least as large and that is faster: if no native decoder is installed. Such
 * pixels differ from the others by 1 level on average in smooth pictures, by 3 in pictures with hairs and hard edges, and
 * by 8 or more in textures as fine as a few pixels, of which the smaller picture shows another average. Set `exact` if
 * pixels must be equal on every machine.
 *
 * @param bytes - The whole file, of any format that {@link decodeImage} reads.
 * @param options - The size in pixels, and the options of `decodeImage`.
 * @returns The image, as bytes.
 * @throws ImageError if the bytes are not an image, as `decodeImage` does.
 * @throws RangeError if a side is below 1; TypeError for an unknown option.
 * @see https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image.draft
 * @example
 * ```ts
 * import { decodeResized, encodeJpeg } from "@tensorloom/image";
 *
 * const photo = { data: new Uint8Array(600 * 800 * 3).fill(90), height: 600, width: 800, channels: 3 };
 * const small = await decodeResized(await encodeJpeg(photo), { height: 224, width: 224 });
 * [small.height, small.width, small.data[0]]; // => [224, 224, 90]
 * ```
 */
export function decodeResized(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeResizedOptions,
): Promise<Image<Uint8Array>> {
  return decodeResizedWith(decodeImage, () => Promise.resolve(true), bytes, options);
}
