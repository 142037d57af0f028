import { createUnset, type Image } from "../../image/image.ts";
import { decodeJpegSync } from "../decode/decodeJpegSync.ts";
import { encodeJpegSync } from "../encode/encodeJpegSync.ts";
import { recodeBytes } from "./recodeBytes.ts";

/**
 * Encodes gray or RGB bytes as JPEG, and decodes the file: the pixels that `decodeJpegSync(encodeJpegSync(image))` has.
 *
 * In WebAssembly no file is written: entropy coding keeps every coefficient, so blocks are transformed, quantized and
 * transformed back.
 */
export function recodeJpeg(
  image: Image<Uint8Array>,
  quality: number,
  subsampling: "420" | "444",
): Image<Uint8Array> {
  const result = createUnset(image, image.height, image.width);
  if (recodeBytes(image, quality, subsampling, result.data)) return result;
  const channels = image.channels === 1 ? 1 : 3;
  return decodeJpegSync(encodeJpegSync(image, { quality, subsampling }), { channels });
}
