import { checkEncodable, type EncodeJpegOptions } from "../checkEncodable.ts";
import { encodeJpeg as encodePortably } from "../encodeJpeg.ts";
import type { Image } from "../image.ts";
import { jpegTurbo } from "./jpegTurbo.ts";

/**
 * Encodes bytes to a baseline JPEG, off the main thread where `@julusian/jpeg-turbo` is installed.
 *
 * A gray image becomes a gray file. Without the library the portable encoder makes nearly the same file.
 *
 * @param image - Bytes, 1 or 3 channels. They are copied: they may change or be transferred while the promise is pending.
 * @throws TypeError where the image is of floats; RangeError where its channels or sides, or an option, do not fit.
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
  image: Image<Uint8Array>,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array> {
  const { quality, subsampling } = checkEncodable(image, options);
  const { height, width, channels } = image;
  const data = Buffer.from(image.data); // the binding reads it on another thread
  const turbo = await jpegTurbo();
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
