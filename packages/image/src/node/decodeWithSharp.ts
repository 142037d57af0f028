import { errorMessage } from "@tensorloom/core/internal";
import type { ForeignFile } from "../decodeImage/decodeImageWith.ts";
import type { Image } from "../image/image.ts";
import { ImageError } from "../image/imageError.ts";

/**
 * The parts of `sharp` that are used.
 *
 * It is declared here, because the package may not be installed.
 */
export type Sharp = (
  bytes: Uint8Array,
  options: {
    readonly failOn: "error";
    readonly ignoreIcc: boolean;
    readonly limitInputPixels: number;
    readonly pages: number;
  },
) => Pipeline;

interface Pipeline {
  raw(): Pipeline;
  toBuffer(options: { resolveWithObject: true }): Promise<{
    readonly data: Uint8Array;
    readonly info: { readonly height: number; readonly width: number; readonly channels: number };
  }>;
}

/**
 * Loads sharp, which may not be installed.
 *
 * The import is in a `try` block, so that bundlers for Node do not insist on the package.
 */
async function importSharp(): Promise<Sharp> {
  try {
    const module: { readonly default: Sharp } = await import("sharp");
    return module.default;
  } catch (cause) {
    throw new Error(errorMessage(cause), { cause });
  }
}

/**
 * Decodes an image with sharp, in libuv's thread pool.
 *
 * @param load - Loads sharp; a parameter for tests.
 * @throws ImageError if sharp is not installed or cannot decode the bytes.
 */
export async function decodeWithSharp(
  { bytes, format, info, file }: ForeignFile,
  load: () => Promise<Sharp> = importSharp,
): Promise<Image<Uint8Array>> {
  const copy = bytes.slice(); // sharp reads it on another thread
  let sharp: Sharp;
  try {
    sharp = await load();
  } catch (cause) {
    throw new ImageError(`decoding it needs sharp: npm install sharp (${errorMessage(cause)})`, {
      format,
      file,
      cause,
    });
  }
  try {
    const limits = { limitInputPixels: Math.max(info.height * info.width, 1), pages: 1 };
    const pipeline = sharp(copy, { failOn: "error", ignoreIcc: true, ...limits });
    const decoded = await pipeline.raw().toBuffer({ resolveWithObject: true });
    const { height, width, channels } = decoded.info;
    const { buffer, byteOffset, length } = decoded.data;
    return { data: new Uint8Array(buffer, byteOffset, length), height, width, channels };
  } catch (cause) {
    throw new ImageError(`sharp cannot decode it: ${errorMessage(cause)}`, { format, file, cause });
  }
}
