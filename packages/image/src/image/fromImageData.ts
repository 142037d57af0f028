import { checkImage, type Image } from "./image.ts";

/**
 * What a canvas's `getImageData` returns, as far as it is read.
 *
 * @inline
 */
export interface CanvasPixels {
  readonly data: Uint8ClampedArray;
  readonly height: number;
  readonly width: number;
}

/**
 * An image of 4 channels over the memory of a canvas's pixels; nothing is copied.
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
