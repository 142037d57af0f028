import type { DecodeImageOptions } from "../decodeImage/decodeImageOptions.ts";
import { decodeImageWith } from "../decodeImage/decodeImageWith.ts";
import type { Image } from "../image/image.ts";
import { decodeJpeg } from "./decodeJpeg.ts";
import { decodePng } from "./decodePng.ts";
import { decodeWithSharp } from "./decodeWithSharp.ts";

/** `decodeImage` in Node: the native decoders, and sharp for what this package does not decode. */
export function decodeImage(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeImageOptions = {},
): Promise<Image<Uint8Array>> {
  return decodeImageWith({ jpeg: decodeJpeg, png: decodePng, foreign: decodeWithSharp }, bytes, options);
}
