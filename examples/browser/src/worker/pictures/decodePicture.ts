import { createPreprocess } from "@tensorloom/classifier";
import type { Image } from "@tensorloom/image";

/** How a picture of any size becomes one that the network reads. The saved classifier does the same. */
export function preprocessOf(size: number): ReturnType<typeof createPreprocess> {
  return createPreprocess({ height: size, width: size, fit: "crop", antialias: true });
}

/**
 * Decodes a picture by the browser, off this thread, and crops it to a square of `size` pixels.
 *
 * A large photo is first halved by the browser to about twice the size: reading all of its pixels would take a hundred
 * times as long, and averaging them again changes a pixel by a level or two.
 */
export async function decodePicture(
  file: Blob | ImageBitmap,
  size: number,
  name: string,
): Promise<Image<Uint8Array>> {
  const bitmap = file instanceof ImageBitmap ? file : await decode(file, name);
  const shrunk = await shrink(bitmap, 2 * size);
  try {
    const { data, ...shape } = await preprocessOf(size)(shrunk);
    return { data: data instanceof Uint8Array ? data : Uint8Array.from(data), ...shape };
  } finally {
    shrunk.close();
  }
}

async function decode(file: Blob, name: string): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (cause) {
    throw new Error(`${name}: this browser cannot decode the picture`, { cause });
  }
}

/** A smaller bitmap, if both sides are far larger than `side`; the larger one is closed then. */
async function shrink(bitmap: ImageBitmap, side: number): Promise<ImageBitmap> {
  const factor = side / Math.min(bitmap.width, bitmap.height);
  if (factor > 0.5) return bitmap;
  const smaller = await createImageBitmap(bitmap, {
    resizeWidth: Math.round(bitmap.width * factor),
    resizeHeight: Math.round(bitmap.height * factor),
    resizeQuality: "medium",
  });
  bitmap.close();
  return smaller;
}
