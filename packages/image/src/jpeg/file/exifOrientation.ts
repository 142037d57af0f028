import { checkBytes } from "../../image/checkBytes.ts";
import { readSegments, MARKER } from "./readSegments.ts";
import { tiffOrientation } from "./tiffOrientation.ts";

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
    const found = isExif ? tiffOrientation(body.subarray(6)) : undefined;
    if (found !== undefined) return found;
  }
  return 1;
}
