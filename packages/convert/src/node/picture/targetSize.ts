import type { PictureSettings } from "./pictureSettings.ts";

/**
 * The height and width of a picture after it is resized.
 *
 * A number is the length of the shorter side; the longer one keeps the aspect ratio, rounded to the nearest pixel.
 */
export function targetSize(
  { height, width }: { readonly height: number; readonly width: number },
  size: PictureSettings["size"],
): readonly [height: number, width: number] {
  if (size === undefined) return [height, width];
  if (typeof size !== "number") return size;
  const shorter = Math.min(height, width);
  return [
    Math.max(1, Math.round((height * size) / shorter)),
    Math.max(1, Math.round((width * size) / shorter)),
  ];
}
