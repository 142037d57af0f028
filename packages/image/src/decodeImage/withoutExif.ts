import type { ImageFormat } from "../files/imageFormat.ts";
import { MARKER, readSegments } from "../jpeg/file/readSegments.ts";

/** Copies the bytes of a file, and hides the EXIF data of a JPEG, so that no decoder rotates it by itself. */
export function withoutExif(bytes: Uint8Array, format: ImageFormat, file?: string): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  if (format !== "jpeg") return copy;
  for (const { marker, body } of readSegments(copy, file)) {
    if (marker === MARKER.sos) break;
    if (marker === MARKER.app1 && String.fromCharCode(...body.subarray(0, 4)) === "Exif") body[0] = 0; // a view of the copy
  }
  return copy;
}
