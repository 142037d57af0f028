import { ImageError } from "../image/imageError.ts";

/** The size of an image, and its channels when it is decoded. */
export interface Size {
  /** Rows, in pixels. */
  readonly height: number;
  /** Columns, in pixels. */
  readonly width: number;
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
}

/** Reads the header of a format. */
export type ReadHeader = (bytes: Uint8Array, file: string | undefined) => Size;

/** Creates the error for a header that is wrong. */
export type FailHeader = (what: string, offset?: number) => ImageError;

/**
 * Makes a reader of a format's header.
 *
 * @param read - Reads the size. A read beyond the end of the bytes becomes an `ImageError`.
 */
export function headerReader(
  format: string,
  read: (view: DataView, bytes: Uint8Array, fail: FailHeader) => Size,
): ReadHeader {
  return (bytes, file) => {
    const fail: FailHeader = (what, offset) => new ImageError(what, { format, file, offset });
    try {
      return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), bytes, fail);
    } catch (error) {
      if (error instanceof RangeError) throw fail("the data ends in the header", bytes.length);
      throw error;
    }
  };
}

/** The four letters at a position; fewer at the end of the data. */
export const lettersAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));
