import {
  decodeJpeg,
  decodePng,
  dropAlpha,
  exifOrientation,
  grayscaleToRgb,
  type Image,
  orient,
  rgbToGrayscale,
  toUint8,
} from "@tensorloom/image";
import { fileFormat } from "./fileFormat.ts";
import type { ImageInput } from "./imageInput.ts";
import { readInput } from "./readInput.ts";

/** How pictures become pixels. */
interface DecodeOptions {
  readonly channels: 1 | 3;
  /** Whether to rotate JPEGs upright by their EXIF orientation. */
  readonly orient: boolean;
}

/**
 * Reads and decodes a picture to bytes: gray or RGB, without alpha.
 *
 * @param name - The picture's name in errors.
 * @throws ImageError if it cannot be decoded; as `readInput`.
 */
export async function decodeInput(
  input: ImageInput,
  name: string,
  { channels, orient: upright }: DecodeOptions,
): Promise<Image<Uint8Array>> {
  const read = await readInput(input, name);
  if ("image" in read) return withChannels(toUint8(read.image), channels);
  const { bytes } = read;
  if (fileFormat(bytes, name) === "png") return decodePng(bytes, { channels, file: name });
  const image = await decodeJpeg(bytes, { channels, file: name });
  const orientation = upright ? exifOrientation(bytes, name) : 1;
  return orientation === 1 ? image : orient(image, orientation);
}

function withChannels(image: Image<Uint8Array>, channels: 1 | 3): Image<Uint8Array> {
  const opaque = image.channels === 2 || image.channels === 4 ? dropAlpha(image) : image;
  if (opaque.channels === channels) return opaque;
  return channels === 3 ? grayscaleToRgb(opaque) : rgbToGrayscale(opaque);
}
