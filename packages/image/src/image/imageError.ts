/**
 * Fields of {@link ImageError}.
 *
 * @inline
 */
export interface ImageErrorFields {
  /** The format that the bytes were read as: `"jpeg"` or `"png"`. */
  readonly format: string;
  /** The name of the file or record, if the caller passed one. */
  readonly file?: string | undefined;
  /** The byte at which reading failed, from 0, if known. */
  readonly offset?: number | undefined;
  readonly cause?: unknown;
}

/**
 * An error in the bytes of an image file.
 *
 * The file is truncated, damaged, too large, or of another format.
 *
 * The message names the file, the format and the offset, if they are known:
 * `photo.jpg: jpeg: the data ends before the end-of-image marker, at byte 4096`.
 *
 * @example
 * ```ts
 * import { decodeJpeg, ImageError } from "@tensorloom/image";
 *
 * let caught: unknown;
 * try {
 *   await decodeJpeg(Uint8Array.of(0x47, 0x49, 0x46), { file: "cat.gif" });
 * } catch (error) {
 *   caught = error;
 * }
 * caught instanceof ImageError && caught.message; // => "cat.gif: jpeg: no start-of-image marker (FF D8), got 47 49 46, at byte 0"
 * ```
 */
export class ImageError extends Error {
  override readonly name = "ImageError";
  readonly format: string;
  readonly file: string | undefined;
  readonly offset: number | undefined;

  constructor(what: string, { format, file, offset, cause }: ImageErrorFields) {
    const before = file === undefined ? format : `${file}: ${format}`;
    const after = offset === undefined ? "" : `, at byte ${String(offset)}`;
    super(`${before}: ${what}${after}`, cause === undefined ? undefined : { cause });
    this.format = format;
    this.file = file;
    this.offset = offset;
  }
}
