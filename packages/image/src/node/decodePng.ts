import { inflateSync } from "node:zlib";
import type { Image } from "../image/image.ts";
import { decodePngWith, type DecodePngOptions } from "../png/decodePngWith.ts";
import { inflate } from "../png/inflate/inflate.ts";

/** `decodePng` on Node's zlib. */
export async function decodePng(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodePngOptions & { readonly dtype: "float32" },
): Promise<Image<Float32Array>>;
export async function decodePng(
  bytes: Uint8Array | Uint8ClampedArray,
  options?: DecodePngOptions & { readonly dtype?: "uint8" | undefined },
): Promise<Image<Uint8Array>>;
export async function decodePng(
  bytes: Uint8Array | Uint8ClampedArray,
  options: DecodePngOptions = {},
): Promise<Image> {
  return Promise.resolve(decodePngWith("decodePng", inflateWithZlib, bytes, options));
}

/**
 * Inflates with zlib, or with the portable code if zlib fails.
 *
 * So the errors are the same in every engine.
 */
function inflateWithZlib(stream: Uint8Array, size: number): Uint8Array {
  try {
    const output = inflateSync(stream, {
      maxOutputLength: size,
      chunkSize: Math.min(Math.max(size, 64), 2 ** 22),
    });
    if (output.length === size) return output;
  } catch {
    // The stream is invalid, or longer than the image.
  }
  return inflate(stream, size);
}
