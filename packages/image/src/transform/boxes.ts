import { finite } from "@tensorloom/core/internal";
import type { Image } from "../image/image.ts";
import type { Position } from "./change.ts";

/**
 * A rectangle in an image, in pixels.
 *
 * @inline
 */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Positions per edge of an outline: enough for the curved edges of a distortion. */
const PER_EDGE = 8;
/** Positions per outline. */
const PER_BOX = 4 * PER_EDGE;

/** Returns positions on the edges of a box: its corners, and some between. */
export function boxOutline({ top, left, height, width }: Box): readonly Position[] {
  finite("augmentTogether: box.top", top);
  finite("augmentTogether: box.left", left);
  for (const [name, side] of Object.entries({ height, width }))
    if (finite(`augmentTogether: box.${name}`, side) <= 0)
      throw new RangeError(`augmentTogether: box.${name} must be above 0, got ${String(side)}`);
  const [bottom, right] = [top + height, left + width];
  return Array.from({ length: PER_EDGE }, (_, i): readonly Position[] => {
    const share = i / PER_EDGE;
    return [
      [left + share * width, top],
      [right, top + share * height],
      [right - share * width, bottom],
      [left, bottom - share * height],
    ];
  }).flat();
}

/** Encloses moved outlines, clips them to the image, and drops boxes that are hardly visible. */
export function boxesWithin<B extends Box>(
  boxes: readonly B[],
  positions: readonly Position[],
  { height, width }: Image,
  minVisibility: number,
): readonly B[] {
  return boxes.flatMap((box, i) => {
    const outline = positions.slice(i * PER_BOX, (i + 1) * PER_BOX);
    const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const [left, right] = [Math.max(x0, 0), Math.min(x1, width)];
    const [top, bottom] = [Math.max(y0, 0), Math.min(y1, height)];
    if (right <= left || bottom <= top) return [];
    const visible = ((right - left) * (bottom - top)) / ((x1 - x0) * (y1 - y0));
    if (visible < minVisibility) return [];
    return [{ ...box, top, left, height: bottom - top, width: right - left }];
  });
}
