import type { Image } from "../image/image.ts";
import type { Box } from "./boxes.ts";

/**
 * An image with its mask, boxes and points, and any other properties.
 *
 * Lengths are in pixels. Positions count from the upper left corner of the image: the centre of its first pixel is at
 * (0.5, 0.5).
 *
 * @example
 * ```ts
 * import { type AnnotatedImage } from "@tensorloom/image";
 *
 * const sample: AnnotatedImage = {
 *   image: { data: new Uint8Array(8 * 8 * 3), height: 8, width: 8, channels: 3 },
 *   mask: { data: new Uint8Array(8 * 8), height: 8, width: 8, channels: 1 },
 *   boxes: [{ top: 1, left: 2, height: 3, width: 4 }],
 *   points: [{ x: 0.5, y: 0.5 }],
 * };
 * sample.boxes?.length; // => 1
 * ```
 */
export interface AnnotatedImage {
  readonly image: Image;
  /** A class or a value per pixel; of the image's height and width. */
  readonly mask?: Image | undefined;
  /** Rectangles, for example around objects. Other properties, such as a label, stay with their box. */
  readonly boxes?: readonly Box[] | undefined;
  /** Positions, for example of landmarks. Other properties, such as a name, stay with their point. */
  readonly points?: readonly { readonly x: number; readonly y: number }[] | undefined;
}
