import { tiffOrientation } from "../jpeg/file/tiffOrientation.ts";
import { lettersAt } from "./size.ts";

/**
 * Reads the EXIF orientation of a WebP: 1 to 8, by default 1.
 *
 * The chunk is usually the last one of the file. Invalid EXIF data is ignored.
 *
 * @see RFC 9649, 2.7.1.5
 */
export function webpOrientation(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (lettersAt(bytes, at) === "EXIF")
      return tiffOrientation(lettersAt(body, 0) === "Exif" ? body.subarray(6) : body) ?? 1;
    at += 8 + length + (length & 1);
  }
  return 1;
}
