import { decodeResizedWith, type DecodeResizedOptions } from "../decodeImage/decodeResizedWith.ts";
import type { Image } from "../image/image.ts";
import { decodeImage } from "./decodeImage.ts";
import { jpegDecoder } from "./jpegTurbo.ts";

/**
 * `decodeResized` in Node.
 *
 * If libjpeg-turbo is installed, it decodes at full size: its binding does not scale, but with a resize after it, it is
 * faster than the portable decoder at 1/8, and off the main thread.
 */
export function decodeResized(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeResizedOptions,
): Promise<Image<Uint8Array>> {
  const scales = async (): Promise<boolean> => (await jpegDecoder()).name === "portable";
  return decodeResizedWith(decodeImage, scales, bytes, options);
}
