import type { Image } from "@tensorloom/image";

/**
 * A picture to classify or to train on, in any form that a program may have it in.
 *
 * - An image of `@tensorloom/image`: bytes, or floats in 0..1.
 * - The bytes of an image file that `decodeImage` of `@tensorloom/image` reads, or a `Blob` or `File` of them.
 * - A path or a URL: Node reads files, browsers fetch. Node fetches `new URL("https://…")` too.
 * - In browsers, `ImageData`, and elements and bitmaps, which are drawn on a canvas.
 *
 * Prefer bytes and blobs to elements: browsers decode and scale pictures a little differently than training did.
 *
 * @example
 * ```ts
 * import { createPreprocess, type ImageInput } from "@tensorloom/classifier";
 *
 * const preprocess = createPreprocess({ height: 1, width: 1 });
 * const red: ImageInput = { data: Uint8ClampedArray.of(255, 0, 0, 255), height: 1, width: 1, colorSpace: "srgb" };
 * (await preprocess(red)).data; // => Uint8Array.of(255, 0, 0)
 * ```
 */
export type ImageInput =
  | Image
  | ImageData
  | Uint8Array
  | ArrayBuffer
  | Blob
  | string
  | URL
  | HTMLCanvasElement
  | HTMLImageElement
  | HTMLVideoElement
  | ImageBitmap
  | OffscreenCanvas;

/** What a picture is called in errors: its path, address or file name; undefined if it has none. */
export function nameOf(input: ImageInput): string | undefined {
  const name = typeof input === "string" ? input : input instanceof URL ? input.href : fileName(input);
  return /^(data:|$)/i.test(name) ? undefined : name; // the address of the data is the data
}

function fileName(input: ImageInput): string {
  return input instanceof File ? input.name : "";
}
