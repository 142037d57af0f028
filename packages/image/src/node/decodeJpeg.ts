import { type DecodeJpegOptions } from "../jpeg/validate/decodeJpegOptions.ts";
import { validateJpeg, type ValidatedJpeg } from "../jpeg/validate/validateJpeg.ts";
import { copyToAllocated } from "../jpeg/decode/copyToAllocated.ts";
import { decodeValidated } from "../jpeg/decode/decodeJpegSync.ts";
import { checkBytes } from "../image/checkBytes.ts";
import type { Image } from "../image/image.ts";
import { jpegDecoder, loadJpegTurbo } from "./jpegTurbo.ts";
import { releaseScratch, acquireScratch } from "./scratchMemory.ts";

const NAME = "decodeJpeg";
/**
 * The largest image in bytes that the native binding can count.
 *
 * Its counter has 32 bits; a larger image would make it write beyond its buffer.
 */
const MAX_BYTES = 2 ** 31 - 1;

const START_OF_IMAGE = Uint8Array.of(0xff, 0xd8);

/** `decodeJpeg` in Node: libjpeg-turbo if it is installed, else the portable decoder. */
export async function decodeJpeg(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodeJpegOptions = {},
): Promise<Image<Uint8Array>> {
  const view = checkBytes(NAME, bytes);
  const source = Buffer.from(view.buffer, view.byteOffset, view.length); // its indexOf is three times faster
  const validated = validateJpeg(NAME, source, options, { decoderChecksEnd: true });
  const pieces = [START_OF_IMAGE, ...validated.decoderInput];
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  // The binding reads it on another thread. Memory that were new for each file would cost a tenth of the time of
  // decoding, in garbage collections; few sizes are reused more often.
  const memory = acquireScratch(2 ** Math.ceil(Math.log2(size)));
  let end = 0;
  for (const piece of pieces) {
    memory.set(piece, end);
    end += piece.length;
  }
  try {
    return await decodeCopy(memory.subarray(0, end), validated, options);
  } finally {
    releaseScratch(memory);
  }
}

/** Decodes a file in memory that nobody else writes. */
async function decodeCopy(
  copy: Buffer,
  validated: ValidatedJpeg,
  options: DecodeJpegOptions,
): Promise<Image<Uint8Array>> {
  const { height, width, channels, ratio, outputChannels, nativeSampling, truncated } = validated;
  const { file, tryRecoverTruncated } = options;
  const portably = (reason: string, memory?: Uint8Array): Image<Uint8Array> => {
    // The check of the whole file may have stopped early; this one reads the file to its end.
    const again = validateJpeg(NAME, copy, { ...options, file, tryRecoverTruncated });
    return decodeValidated(NAME, copy, { ...again, colors: validated.colors }, options, reason, memory);
  };
  const length = height * width * outputChannels;
  const turbo = await loadJpegTurbo();
  if (turbo === undefined) return portably((await jpegDecoder()).reason);
  if (ratio !== 1) return portably("the native library's binding does not scale");
  if (channels === 4) return portably("the native library does not convert CMYK to RGB");
  if (!nativeSampling) return portably("the native library does not support these sampling factors");
  if (truncated) return portably("the file is truncated");
  if (length > MAX_BYTES) return portably("the native library cannot count so many bytes");
  // Never the caller's own memory: transferring it while the library writes would crash the process.
  const pixels = options.allocate === undefined ? Buffer.allocUnsafeSlow(length) : acquireScratch(length);
  const format = outputChannels === 1 ? turbo.FORMAT_GRAY : turbo.FORMAT_RGB;
  const decoded = new Uint8Array(pixels.buffer, pixels.byteOffset, length);
  try {
    await turbo.decompress(copy, pixels.subarray(0, length), { format });
  } catch {
    // Its error messages are of no use: "No error".
    return portably("the native library rejects the file, or warns of damage", decoded);
  }
  const data = copyToAllocated(NAME, decoded, options.allocate);
  if (options.allocate !== undefined) releaseScratch(pixels); // it was copied
  options.onDecode?.({ decoder: "jpeg-turbo", reason: (await jpegDecoder()).reason, warnings: [] });
  return { data, height, width, channels: outputChannels };
}
