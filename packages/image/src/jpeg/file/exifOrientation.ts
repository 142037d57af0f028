import { checkBytes } from "../../image/checkBytes.ts";
import { readSegments, MARKER } from "./readSegments.ts";

/** The EXIF tag of the orientation (EXIF 2.32, table 4). */
const ORIENTATION = 0x0112;

/**
 * Reads a JPEG's EXIF orientation: 1 to 8, by default 1.
 *
 * Decoders do not apply it, as TensorFlow's does not: pass it to {@link orient}.
 *
 * @param file - A name for error messages.
 * @throws ImageError if the bytes are not a JPEG, or are truncated in a header. Invalid EXIF data is ignored.
 * @see CIPA DC-008, EXIF 2.32, 4.6.4
 * @example
 * ```ts
 * import { encodeJpegSync, exifOrientation } from "@tensorloom/image";
 *
 * exifOrientation(encodeJpegSync({ data: new Uint8Array(3), height: 1, width: 1, channels: 3 })); // => 1
 * ```
 */
export function exifOrientation(bytes: Uint8Array, file?: string): number {
  for (const { marker, body } of readSegments(checkBytes("exifOrientation", bytes), file)) {
    if (marker === MARKER.sos) return 1;
    const isExif = marker === MARKER.app1 && String.fromCharCode(...body.subarray(0, 6)) === "Exif\0\0";
    const found = isExif ? orientationOf(body.subarray(6)) : undefined;
    if (found !== undefined) return found;
  }
  return 1;
}

/** Reads the orientation from the first directory of a TIFF structure. */
function orientationOf(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  const little = tiff[0] === 0x49; // "II", else "MM"
  const first = tiff.length < 8 ? tiff.length : view.getUint32(4, little);
  if (first + 2 > tiff.length) return undefined;
  for (let i = 0; i < view.getUint16(first, little); i++) {
    const entry = first + 2 + 12 * i;
    if (entry + 12 > tiff.length) return undefined;
    const value = view.getUint16(entry + 8, little);
    if (view.getUint16(entry, little) === ORIENTATION) return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
