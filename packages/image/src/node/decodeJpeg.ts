import { admitJpeg, type DecodeJpegOptions, fitting } from "../admitJpeg.ts";
import { decodeJpeg as decodePortably } from "../decodeJpeg.ts";
import type { Image } from "../image.ts";
import { jpegTurbo } from "./jpegTurbo.ts";

/** The binding counts an image's bytes in a 32-bit integer; past this it would write beyond its buffer. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Decodes a JPEG to bytes, off the main thread where `@julusian/jpeg-turbo` is installed.
 *
 * libjpeg-turbo gives the pixels of `tf.io.decode_jpeg` with its defaults (fast integer IDCT, fancy upsampling), bit
 * for bit. What it refuses (CMYK, and files that it would warn of) goes to the portable decoder, whose verdict counts:
 * so a file is an image or an error in both. Without the library everything goes there, on the calling thread.
 *
 * @param bytes - The whole file; must not change until the promise settles.
 * @returns The image. Up to four are decoded at a time, by libuv's thread pool (`UV_THREADPOOL_SIZE`).
 * @throws ImageError where the bytes are not a JPEG, are cut off or broken, or exceed `mostPixels`.
 * @see https://libjpeg-turbo.org
 * @example
 * ```ts
 * import { decodeJpeg, encodeJpeg } from "@tensorloom/image/node";
 *
 * const gray = { data: new Uint8Array(8 * 8 * 3).fill(128), height: 8, width: 8, channels: 3 };
 * const image = await decodeJpeg(await encodeJpeg(gray));
 * [image.height, image.width, image.channels, image.data[0]]; // => [8, 8, 3, 128]
 * ```
 */
export async function decodeJpeg(
  bytes: Uint8Array,
  options: DecodeJpegOptions = {},
): Promise<Image<Uint8Array>> {
  const admitted = admitJpeg(buffer(bytes), options, { decoderSeesTheEnd: true }); // a Buffer: its indexOf is three times faster
  const { height, width, channels, outputChannels } = admitted;
  const length = height * width * outputChannels;
  const turbo = channels === 4 || length > MOST_BYTES ? undefined : await jpegTurbo();
  if (turbo === undefined) return decodePortably(bytes, options); // which walks to the end itself
  const data = room(length, options.into);
  const format = outputChannels === 1 ? turbo.FORMAT_GRAY : turbo.FORMAT_RGB;
  try {
    await turbo.decompress(buffer(bytes), buffer(data), { format });
  } catch {
    return decodePortably(bytes, { ...options, into: () => data }); // the binding's errors say nothing: "No error"
  }
  return { data, height, width, channels: outputChannels };
}

/** Memory for so many bytes. Unsafe where it is new: every byte is written, or the memory is dropped. */
function room(
  length: number,
  into = (bytes: number): Uint8Array => new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer),
): Uint8Array {
  return fitting(into(length), length);
}

/** The same memory, as the binding takes it. */
function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
