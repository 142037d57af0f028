import type { PictureSettings } from "./pictureSettings.ts";

/** A height and a width in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/**
 * The size of a picture after it is resized.
 *
 * A number is the length of the shorter side; the longer one keeps the aspect ratio, rounded to the nearest pixel.
 */
export function targetSize({ height, width }: Size, size: PictureSettings["size"]): Size {
  if (size === undefined) return { height, width };
  if (typeof size !== "number") return { height: size[0], width: size[1] };
  const shorter = Math.min(height, width);
  const scaled = (side: number): number => Math.round((side * size) / shorter);
  return { height: scaled(height), width: scaled(width) };
}
