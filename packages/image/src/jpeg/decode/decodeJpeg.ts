import type { Image } from "../../image/image.ts";
import type { DecodeJpegOptions } from "../validate/decodeJpegOptions.ts";
import { decodePortably } from "./decodeJpegSync.ts";

/**
 * Decodes a JPEG to bytes, with the fastest decoder that is installed.
 *
 * In Node, libjpeg-turbo decodes off the main thread if `@julusian/jpeg-turbo` is installed. Everywhere else the
 * portable decoder decodes on the calling thread, as {@link decodeJpegSync} does. Both return the pixels of
 * `tf.io.decode_jpeg` with its defaults. {@link jpegDecoder} returns the decoder; `onDecode` reports it for each file.
 * EXIF orientation is not applied: see {@link orient}.
 *
 * libjpeg-turbo decodes gray and colour files with the usual sampling factors. Node hands CMYK, other sampling factors
 * and damaged files to the portable decoder. Do not `terminate()` a worker thread of your own while it decodes: the
 * native library would abort the process. `mapInWorkers` of `@tensorloom/data/node` waits for it.
 *
 * @param bytes - The whole file. Node copies it: it may change or be transferred while the promise is pending.
 * @param options - The number of channels, limits, and what to do with damaged files.
 * @returns The image. Node decodes up to four at a time, in libuv's thread pool (`UV_THREADPOOL_SIZE`).
 * @throws ImageError if the bytes are not a JPEG, are truncated or broken, or exceed a limit.
 * @throws TypeError for an unknown option, or `bytes` that are not bytes.
 * @see ITU-T T.81 (1992); T.871 (JFIF); https://libjpeg-turbo.org
 * @example
 * ```ts
 * import { decodeJpeg, encodeJpeg } from "@tensorloom/image";
 *
 * const gray = { data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 };
 * const image = await decodeJpeg(await encodeJpeg(gray));
 * [image.height, image.width, image.channels, image.data[0]]; // => [8, 8, 3, 128]
 * ```
 */
export async function decodeJpeg(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeJpegOptions = {},
): Promise<Image<Uint8Array>> {
  return Promise.resolve(decodePortably("decodeJpeg", bytes, options));
}
