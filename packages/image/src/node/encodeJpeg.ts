import { oneOf } from "@tensorloom/core";
import { checkEncodable, encodeJpeg as encodePortably, type EncodeJpegOptions } from "../encodeJpeg.ts";
import type { Image } from "../image.ts";
import { jpegTurbo } from "./jpegTurbo.ts";

/** How `encodeJpeg` of `@tensorloom/image/node` encodes. */
export interface EncodeJpegInNodeOptions extends EncodeJpegOptions {
  /**
   * The resolution of colour: full (`"444"`), half across (`"422"`), half both ways (`"420"`, the default, as
   * tf.io.encode_jpeg's). The portable encoder, which stands in where the native one is not installed, has `"444"` only.
   */
  readonly subsampling?: "444" | "422" | "420" | undefined;
}

/**
 * Encodes bytes to a baseline JPEG, off the main thread where `@julusian/jpeg-turbo` is installed.
 *
 * @param image - Bytes, 1 or 3 channels; must not change until the promise settles. A gray image becomes a gray file.
 * @throws TypeError where the image is of floats; RangeError where its channels or sides do not fit.
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
  { quality = 95, subsampling = "420" }: EncodeJpegInNodeOptions = {},
): Promise<Uint8Array> {
  checkEncodable(image, quality);
  oneOf("encodeJpeg: subsampling", subsampling, ["444", "422", "420"]);
  const turbo = await jpegTurbo();
  if (turbo === undefined) return encodePortably(image, { quality });
  const { data, height, width, channels } = image;
  const sampled = { "444": turbo.SAMP_444, "422": turbo.SAMP_422, "420": turbo.SAMP_420 }[subsampling];
  const encoded = await turbo.compress(Buffer.from(data.buffer, data.byteOffset, data.length), {
    height,
    width,
    quality,
    format: channels === 1 ? turbo.FORMAT_GRAY : turbo.FORMAT_RGB,
    subsampling: channels === 1 ? turbo.SAMP_GRAY : sampled,
  });
  return new Uint8Array(encoded); // a copy: the library's buffer has room for the worst case, several times the file
}
