import { decodeImage, type Image, toGrayscale, toRgb, toUint8 } from "@tensorloom/image";
import type { ImageInput } from "./imageInput.ts";
import { readInput } from "./readInput.ts";

/** How pictures become pixels. */
interface DecodeOptions {
  readonly channels: 1 | 3;
  /** Whether to rotate files upright by their EXIF orientation. */
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
  { channels, orient }: DecodeOptions,
  signal?: AbortSignal,
): Promise<Image<Uint8Array>> {
  const read = await readInput(input, name, signal);
  if (!("image" in read)) return decodeImage(read.bytes, { channels, orient, file: name });
  const image = toUint8(read.image);
  if (image.channels === channels) return image;
  return channels === 3 ? toRgb(image) : toGrayscale(image);
}
