import { IMAGE_NAME } from "@tensorloom/core/internal";
import { imageFormat } from "@tensorloom/image";

type ImageFormat = NonNullable<ReturnType<typeof imageFormat>>;

/** The end of a file name for each format. */
const EXTENSIONS: Readonly<Record<ImageFormat, string>> = {
  jpeg: ".jpg",
  png: ".png",
  webp: ".webp",
  gif: ".gif",
  bmp: ".bmp",
  avif: ".avif",
};

/** The ends of names of files with pictures. */
export const PICTURE_EXTENSIONS: readonly string[] = [...Object.values(EXTENSIONS), ".jpeg"];

/** The end of a file name for the bytes of a picture; `.bin` for other bytes. */
export function extensionOf(bytes: Uint8Array): string {
  const format = imageFormat(bytes);
  return format === undefined ? ".bin" : EXTENSIONS[format];
}

/** Whether a file has the name of a picture. */
export function isPictureName(name: string): boolean {
  return IMAGE_NAME.test(name);
}

/** Removes the end of a picture's file name. */
export function withoutExtension(name: string): string {
  return name.replace(IMAGE_NAME, "");
}
