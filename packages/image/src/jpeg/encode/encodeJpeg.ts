import type { CanvasPixels } from "../../image/fromImageData.ts";
import type { Image } from "../../image/image.ts";
import { checkEncodable, type EncodeJpegOptions } from "./checkEncodable.ts";
import { encodePortably } from "./encodeJpegSync.ts";

/**
 * Encodes bytes to a baseline JPEG, with the fastest available encoder.
 *
 * A gray image becomes a gray file.
 *
 * In Node, libjpeg-turbo encodes off the main thread if `@julusian/jpeg-turbo` is installed. Everywhere else the
 * portable encoder writes almost the same file on the calling thread, as {@link encodeJpegSync} does.
 *
 * @param image - Bytes of 1 or 3 channels, or a canvas's pixels. With 4 channels, the alpha must be 255; it is dropped.
 *   Node copies them: they may change or be transferred while the promise is pending.
 * @param options - Quality and chroma subsampling.
 * @throws TypeError if the image has floats; RangeError if its channels or sides, or an option, are out of range.
 * @see ITU-T T.81 (1992); T.871 (JFIF); https://libjpeg-turbo.org
 * @example
 * ```ts
 * import { encodeJpeg } from "@tensorloom/image";
 *
 * const bytes = await encodeJpeg({ data: new Uint8Array(16 * 16 * 3), height: 16, width: 16, channels: 3 });
 * [bytes[0], bytes[1]]; // => [0xff, 0xd8]
 * ```
 */
export async function encodeJpeg(
  image: Image<Uint8Array> | CanvasPixels,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array> {
  return Promise.resolve(encodePortably(checkEncodable("encodeJpeg", image, options)));
}
