import { checkBytes } from "../image/checkBytes.ts";
import { ImageError } from "../image/imageError.ts";
import { probeJpeg } from "../jpeg/file/probeJpeg.ts";
import { avifInfo } from "./avifInfo.ts";
import { bmpInfo } from "./bmpHeader.ts";
import { describeBytes } from "./describeBytes.ts";
import { gifInfo } from "./gifInfo.ts";
import { type ImageFormat, imageFormat } from "./imageFormat.ts";
import type { ReadHeader, Size } from "./size.ts";
import { pngInfo } from "./pngInfo.ts";
import { webpInfo } from "./webpInfo.ts";

/**
 * The format and size of an image file.
 *
 * @inline
 */
export interface ImageInfo extends Size {
  readonly format: ImageFormat;
}

const READERS: Readonly<Record<ImageFormat, ReadHeader>> = {
  jpeg: (bytes, file) => {
    const { height, width, channels } = probeJpeg(bytes, file);
    return { height, width, channels: channels === 1 ? 1 : 3 };
  },
  png: pngInfo,
  webp: webpInfo,
  gif: gifInfo,
  bmp: bmpInfo,
  avif: avifInfo,
};

/**
 * Reads the format, size and channels of an image file without decoding it.
 *
 * `channels` is the number that {@link decodeImage} returns by default. EXIF orientation is not applied.
 *
 * @param bytes - The file, or its beginning: the first 64 KB suffice for nearly all files.
 * @param file - A name for error messages.
 * @throws ImageError if the bytes are not an image that {@link decodeImage} reads, or end within the header.
 * @throws TypeError for `bytes` that are not bytes.
 * @see PIL.Image.open, which reads the header only; https://sharp.pixelplumbing.com/api-input#metadata
 * @example
 * ```ts
 * import { encodePngSync, imageInfo } from "@tensorloom/image";
 *
 * const bytes = encodePngSync({ data: new Uint8Array(30), height: 2, width: 5, channels: 3 });
 * imageInfo(bytes); // => { format: "png", height: 2, width: 5, channels: 3 }
 * ```
 */
export function imageInfo(bytes: Uint8Array | Uint8ClampedArray, file?: string): ImageInfo {
  return readImageInfo(checkBytes("imageInfo", bytes), file);
}

/** Reads the header of bytes that have been checked. */
export function readImageInfo(data: Uint8Array, file: string | undefined): ImageInfo {
  const format = imageFormat(data);
  if (format === undefined)
    throw new ImageError(`a JPEG, PNG, WebP, GIF, BMP or AVIF expected, got ${describeBytes(data)}`, {
      format: "image",
      file,
    });
  const { height, width, channels } = READERS[format](data, file);
  if (height === 0 || width === 0)
    throw new ImageError(`the image is empty: ${String(height)} rows of ${String(width)}`, { format, file });
  return { format, height, width, channels };
}
