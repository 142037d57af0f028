import type { OptionKinds } from "@tensorloom/core/internal";

/**
 * What decoded a JPEG, and the damage that it tolerated.
 *
 * @example
 * ```ts
 * import { decodeJpegSync, encodeJpegSync, type JpegReport } from "@tensorloom/image";
 *
 * const reports: JpegReport[] = [];
 * const bytes = encodeJpegSync({ data: new Uint8Array(48), height: 4, width: 4, channels: 3 });
 * decodeJpegSync(bytes, { onDecode: (report) => reports.push(report) });
 * reports[0].decoder; // => "portable"
 * ```
 */
export interface JpegReport {
  /** The native library, the portable decoder of this package, or jpeg-js. */
  readonly decoder: "jpeg-turbo" | "portable" | "jpeg-js";
  /** Why this decoder was used. */
  readonly reason: string;
  /** The kinds of damage that were tolerated; empty for an intact file. */
  readonly warnings: readonly string[];
}

/**
 * Options of `decodeJpeg` and `decodeJpegSync`.
 *
 * @inline
 */
export interface DecodeJpegOptions {
  /** The number of channels: 1 for gray (luma), 3 for RGB; default: 1 if the file is gray, else 3. */
  readonly channels?: 1 | 3 | undefined;
  /**
   * The largest number of pixels (height x width) to decode; more throws an `ImageError`. Default: 100 million, and no
   * more than about 0.6 s and 150 MB for a file of up to a megabyte, and as much for each megabyte of a larger file.
   */
  readonly maxPixels?: number | undefined;
  /**
   * How many times smaller to decode: 1, 2, 4 or 8; default 1.
   *
   * Each side is divided by it and rounded up. Pixels are those of `tf.io.decode_jpeg(ratio=...)`. The portable decoder
   * decodes them, in Node as well.
   */
  readonly ratio?: 1 | 2 | 4 | 8 | undefined;
  /**
   * The size in pixels that the image is resized to later; the largest `ratio` whose sides are at least as large is used.
   *
   * A picture that is smaller is decoded at its own size.
   */
  readonly minSize?: { readonly height: number; readonly width: number } | undefined;
  /** A name for error messages: a path, or a record's name. */
  readonly file?: string | undefined;
  /**
   * Returns the memory for the pixels, which are copied there. Default: new memory.
   *
   * It is called with the number of bytes.
   */
  readonly allocate?: ((bytes: number) => Uint8Array) | undefined;
  /**
   * Whether to decode as much of a truncated file as possible; default false.
   *
   * It is the option `try_recover_truncated` of `tf.io.decode_jpeg`.
   */
  readonly tryRecoverTruncated?: boolean | undefined;
  /** Whether to throw for damage that libjpeg tolerates; default false. */
  readonly strict?: boolean | undefined;
  /** Called after decoding, with the decoder and the damage that it tolerated. */
  readonly onDecode?: ((report: JpegReport) => void) | undefined;
}

/** The options that JPEG decoders know. */
export const DECODE_JPEG_OPTIONS: OptionKinds<DecodeJpegOptions> = {
  channels: "any",
  maxPixels: "number",
  ratio: "number",
  minSize: "object",
  file: "string",
  allocate: "function",
  tryRecoverTruncated: "boolean",
  strict: "boolean",
  onDecode: "function",
};
