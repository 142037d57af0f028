import { checkBytes } from "../image/checkBytes.ts";
import { ImageError } from "../image/imageError.ts";
import { SIGNATURE } from "./readChunks.ts";

/**
 * The size in a PNG file's header.
 *
 * @inline
 */
export interface PngHeader {
  /** Rows, in pixels. */
  readonly height: number;
  /** Columns, in pixels. */
  readonly width: number;
}

/**
 * The number of bytes up to the end of the size.
 *
 * They are the signature, IHDR's length and type, width and height.
 */
const HEADER_BYTES = 24;

/**
 * Reads the size of a PNG from its header, without decoding it.
 *
 * @param file - A name for error messages.
 * @throws ImageError if the bytes are not a PNG, or an empty one.
 * @see W3C, Portable Network Graphics (Third Edition), 5.2 and 11.2.1
 * @example
 * ```ts
 * import { encodePngSync, probePng } from "@tensorloom/image";
 *
 * probePng(encodePngSync({ data: new Uint8Array(10), height: 2, width: 5, channels: 1 })); // => { height: 2, width: 5 }
 * ```
 */
export function probePng(bytes: Uint8Array | Uint8ClampedArray, file?: string): PngHeader {
  const data = checkBytes("probePng", bytes);
  const fail = (what: string, offset: number): ImageError =>
    new ImageError(what, { format: "png", file, offset });
  if (!SIGNATURE.every((byte, i) => data[i] === byte)) throw fail("no PNG signature", 0);
  if (data.length < HEADER_BYTES) throw fail("the data ends in the header", data.length);
  if (String.fromCharCode(...data.subarray(12, 16)) !== "IHDR") throw fail("the first chunk must be IHDR", 8);
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width === 0 || height === 0)
    throw fail(`the image is empty: ${String(height)} rows of ${String(width)}`, 16);
  return { height, width };
}
