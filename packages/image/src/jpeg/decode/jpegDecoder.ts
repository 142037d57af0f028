/**
 * The JPEG decoder that `decodeJpeg` uses, and why.
 *
 * @example
 * ```ts
 * import { jpegDecoder, type JpegDecoder } from "@tensorloom/image";
 *
 * const decoder: JpegDecoder = await jpegDecoder();
 * ["jpeg-turbo", "portable"].includes(decoder.name); // => true
 * ```
 * @inline
 */
export interface JpegDecoder {
  /** The native library, or the portable decoder of this package. */
  readonly name: "jpeg-turbo" | "portable";
  /** Why it is this decoder. */
  readonly reason: string;
}

/**
 * Returns the JPEG decoder that {@link decodeJpeg} uses here, and why.
 *
 * In Node it is libjpeg-turbo if `@julusian/jpeg-turbo` is installed and fits this version of Node. Everywhere else it
 * is the portable decoder.
 *
 * @example
 * ```ts
 * import { jpegDecoder } from "@tensorloom/image";
 *
 * const { name, reason } = await jpegDecoder();
 * if (name === "portable") console.warn(`JPEGs are decoded on this thread: ${reason}`);
 * ```
 */
export function jpegDecoder(): Promise<JpegDecoder> {
  return Promise.resolve({ name: "portable", reason: "the native library needs Node" });
}
