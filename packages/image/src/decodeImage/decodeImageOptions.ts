import type { OptionKinds } from "@tensorloom/core/internal";

/**
 * Options of `decodeImage`.
 *
 * @inline
 */
export interface DecodeImageOptions {
  /**
   * The number of channels: 1, 3 or 4; default 0, the file's, as `imageInfo` reports it.
   *
   * Gray is repeated as RGB, and colour becomes luma. New alpha is opaque; alpha that is not requested is dropped.
   */
  readonly channels?: 0 | 1 | 3 | 4 | undefined;
  /**
   * The size in pixels that the image is resized to later. JPEGs are decoded at 1/2, 1/4 or 1/8 of their size if both
   * sides stay at least as large; other formats at full size. The browser's decoder scales all formats so.
   */
  readonly minSize?: { readonly height: number; readonly width: number } | undefined;
  /**
   * `"exact"` (default): the same pixels on every machine, TensorFlow's for JPEG. `"browser"`: the decoder of the browser,
   * which is faster and uses another thread; its JPEGs differ by a few levels. BMPs are always exact. Node has none.
   */
  readonly decoder?: "exact" | "browser" | undefined;
  /** Whether to rotate a JPEG or WebP upright by its EXIF orientation; default false. */
  readonly orient?: boolean | undefined;
  /**
   * The largest number of pixels (height x width) to decode; more throws an `ImageError`. Default: 100 million, and for
   * JPEG and PNG the limits of `decodeJpeg` and `decodePng`.
   */
  readonly maxPixels?: number | undefined;
  /** A name for error messages: a path, or a record's name. */
  readonly file?: string | undefined;
}

/** The options that `decodeImage` knows. */
export const DECODE_IMAGE_OPTIONS: OptionKinds<DecodeImageOptions> = {
  channels: "number",
  minSize: "object",
  decoder: "string",
  orient: "boolean",
  maxPixels: "number",
  file: "string",
};
