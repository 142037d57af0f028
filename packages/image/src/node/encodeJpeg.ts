import { checkEncodable, type EncodeJpegOptions } from "../jpeg/encode/checkEncodable.ts";
import { encodePortably } from "../jpeg/encode/encodeJpegSync.ts";
import type { CanvasPixels } from "../image/fromImageData.ts";
import type { Image } from "../image/image.ts";
import { loadJpegTurbo } from "./jpegTurbo.ts";

/** `encodeJpeg` in Node: libjpeg-turbo if it is installed, else the portable encoder. */
export async function encodeJpeg(
  image: Image<Uint8Array> | CanvasPixels,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array> {
  const encodable = checkEncodable("encodeJpeg", image, options);
  const { pixels, quality, subsampling } = encodable;
  const { height, width, channels } = pixels;
  const data = Buffer.from(pixels.data); // the binding reads it on another thread
  const turbo = await loadJpegTurbo();
  if (turbo === undefined) return encodePortably({ ...encodable, pixels: { ...pixels, data } });
  const sampled = { "444": turbo.SAMP_444, "422": turbo.SAMP_422, "420": turbo.SAMP_420 }[subsampling];
  const encoded = await turbo.compress(data, {
    height,
    width,
    quality,
    format: channels === 1 ? turbo.FORMAT_GRAY : turbo.FORMAT_RGB,
    subsampling: channels === 1 ? turbo.SAMP_GRAY : sampled,
  });
  return new Uint8Array(encoded); // a copy: the library's buffer has the size of the worst case, several times the file
}
