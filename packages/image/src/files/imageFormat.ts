import { checkBytes } from "../image/checkBytes.ts";
import { isAvif } from "./isoBrands.ts";

/**
 * The formats that {@link decodeImage} reads.
 *
 * @inline
 */
export type ImageFormat = "jpeg" | "png" | "webp" | "gif" | "bmp" | "avif";

/** The sizes of the headers of BMP files, by version. */
const BMP_HEADERS: readonly number[] = [12, 40, 52, 56, 64, 108, 124];

/**
 * Recognizes the format of an image file by its first bytes.
 *
 * @param bytes - The file, or at least its first 64 bytes.
 * @returns The format; undefined if {@link decodeImage} does not read the bytes.
 * @throws TypeError for `bytes` that are not bytes.
 * @see https://mimesniff.spec.whatwg.org/#image-type-pattern-matching-algorithm
 * @example
 * ```ts
 * import { encodePngSync, imageFormat } from "@tensorloom/image";
 *
 * imageFormat(encodePngSync({ data: Uint8Array.of(7), height: 1, width: 1, channels: 1 })); // => "png"
 * imageFormat(new TextEncoder().encode("<html>")); // => undefined
 * ```
 */
export function imageFormat(bytes: Uint8Array | Uint8ClampedArray): ImageFormat | undefined {
  const data = checkBytes("imageFormat", bytes);
  const start = String.fromCharCode(...data.subarray(0, 16));
  if (start.startsWith("\xff\xd8")) return "jpeg";
  if (start.startsWith("\x89PNG")) return "png";
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "gif";
  if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) return "webp";
  if (start.startsWith("ftyp", 4)) return isAvif(data) ? "avif" : undefined;
  if (!start.startsWith("BM")) return undefined;
  return data.length < 18 || BMP_HEADERS.includes(data[14] + 256 * data[15]) ? "bmp" : undefined;
}
