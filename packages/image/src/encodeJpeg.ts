import { integer, oneOf } from "@tensorloom/core";
import { encode } from "jpeg-js";
import { checkImage, type Image } from "./image.ts";

/** How `encodeJpeg` encodes. */
export interface EncodeJpegOptions {
  /** From 1 (smallest) to 100 (best), by the scale of the Independent JPEG Group; default 95, as tf.io.encode_jpeg. */
  readonly quality?: number | undefined;
}

/** The most rows or columns that a JPEG's 16-bit fields hold. */
const MOST_SIDE = 65_535;

/** Checks what can be a JPEG: bytes, gray or RGB, sides that fit the header. */
export function checkEncodable(image: Image<Uint8Array>, quality: number): void {
  checkImage("encodeJpeg", image);
  if (!(image.data instanceof Uint8Array))
    throw new TypeError("encodeJpeg: image.data must be a Uint8Array; toUint8(image) makes one of floats");
  oneOf("encodeJpeg: image.channels", image.channels, [1, 3]);
  integer("encodeJpeg: image.height", image.height, 1, MOST_SIDE);
  integer("encodeJpeg: image.width", image.width, 1, MOST_SIDE);
  integer("encodeJpeg: quality", quality, 1, 100);
}

/**
 * Encodes bytes to a baseline JPEG, in any JavaScript engine.
 *
 * The encoder is jpeg-js: three components, chroma in full resolution (4:4:4); a gray image becomes a gray-looking
 * colour file.
 *
 * @param image - Bytes, 1 or 3 channels.
 * @throws TypeError where the image is of floats; RangeError where its channels or sides do not fit.
 * @see ITU-T T.81 (1992); T.871 (JFIF)
 * @example
 * ```ts
 * import { encodeJpeg } from "@tensorloom/image";
 *
 * const bytes = encodeJpeg({ data: new Uint8Array(16 * 16), height: 16, width: 16, channels: 1 }, { quality: 90 });
 * [bytes[0], bytes[1]]; // => [0xff, 0xd8]
 * ```
 */
export function encodeJpeg(image: Image<Uint8Array>, { quality = 95 }: EncodeJpegOptions = {}): Uint8Array {
  checkEncodable(image, quality);
  const { height, width } = image;
  const { data } = encode({ data: opaque(image), height, width }, quality);
  return new Uint8Array(data.buffer, data.byteOffset, data.length);
}

/** The pixels as RGBA, which jpeg-js asks for. */
function opaque({ data, channels }: Image<Uint8Array>): Uint8Array {
  const pixels = data.length / channels;
  const rgba = new Uint8Array(4 * pixels).fill(255);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let i = 0; i < pixels; i++) {
    const from = i * channels;
    rgba[4 * i] = data[from];
    rgba[4 * i + 1] = data[from + green];
    rgba[4 * i + 2] = data[from + blue];
  }
  return rgba;
}
