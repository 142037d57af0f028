import { checkEncodable, type EncodeJpegOptions } from "../jpeg/encode/checkEncodable.ts";
import { encodeJpeg as encodePortably } from "../jpeg/encode/encodeJpeg.ts";
import type { CanvasPixels } from "../image/fromImageData.ts";
import type { Image } from "../image/image.ts";
import { loadJpegTurbo } from "./jpegTurbo.ts";

/**
 * Encodes bytes to a baseline JPEG, off the main thread if `@julusian/jpeg-turbo` is installed.
 *
 * A gray image becomes a gray file. Without the library the portable encoder makes nearly the same file.
 *
 * @param given - Bytes of 1 or 3 channels, or a canvas's pixels. Of 4 channels, the alpha must be 255 and is left out.
 *   They are copied: they may change or be transferred while the promise is pending.
 * @throws TypeError if the image is of floats; RangeError if its channels or sides, or an option, do not fit.
 * @see https://libjpeg-turbo.org
 * @example
 * ```ts
 * import { encodeJpeg } from "@tensorloom/image/node";
 *
 * const bytes = await encodeJpeg({ data: new Uint8Array(16 * 16 * 3), height: 16, width: 16, channels: 3 });
 * [bytes[0], bytes[1]]; // => [0xff, 0xd8]
 * ```
 */
export async function encodeJpeg(
  given: Image<Uint8Array> | CanvasPixels,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array> {
  const { image, quality, subsampling } = checkEncodable(given, options);
  const { height, width, channels } = image;
  const data = Buffer.from(image.data); // the binding reads it on another thread
  const turbo = await loadJpegTurbo();
  if (turbo === undefined) return encodePortably({ ...image, data }, options);
  const sampled = { "444": turbo.SAMP_444, "422": turbo.SAMP_422, "420": turbo.SAMP_420 }[subsampling];
  const encoded = await turbo.compress(data, {
    height,
    width,
    quality,
    format: channels === 1 ? turbo.FORMAT_GRAY : turbo.FORMAT_RGB,
    subsampling: channels === 1 ? turbo.SAMP_GRAY : sampled,
  });
  return new Uint8Array(encoded); // a copy: the library's buffer has room for the worst case, several times the file
}
