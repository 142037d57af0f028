import { checkImage, type Image } from "./image.ts";

/**
 * The fields of a canvas's `ImageData` that are read.
 *
 * @inline
 */
export interface CanvasPixels {
  readonly data: Uint8ClampedArray;
  readonly height: number;
  readonly width: number;
}

/**
 * Wraps a canvas's pixels as an image of 4 channels.
 *
 * Nothing is copied: the image shares the canvas's memory.
 *
 * To draw an image on a canvas: `new ImageData(new Uint8ClampedArray(image.data), image.width)`.
 *
 * @throws RangeError if the data does not fill the size.
 * @see https://developer.mozilla.org/en-US/docs/Web/API/ImageData
 * @example
 * ```ts
 * import { dropAlpha, fromImageData } from "@tensorloom/image";
 *
 * const pixels = { data: Uint8ClampedArray.of(1, 2, 3, 255), height: 1, width: 1 }; // context.getImageData(0, 0, 1, 1)
 * dropAlpha(fromImageData(pixels)).data; // => Uint8Array.of(1, 2, 3)
 * ```
 */
export function fromImageData({ data, height, width }: CanvasPixels): Image<Uint8Array> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.length);
  return checkImage("fromImageData", { data: bytes, height, width, channels: 4 });
}
