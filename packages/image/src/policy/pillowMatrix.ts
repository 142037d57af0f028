import type { AffineMatrix } from "../warp/affineMatrix.ts";
import type { checkWarp } from "../warp/warpAffine.ts";

/** The options of a warp, checked. */
export type Warp = ReturnType<typeof checkWarp>;

/** An image's size. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Pillow warps by the nearest pixel in fixed point, with 16 bits after the point. */
const toFixed = (value: number): number => Math.floor(value * 65536 + 0.5) / 65536;

/**
 * Converts a matrix of Pillow to one of `warpAffine`.
 *
 * Pillow's positions count from the corner of the image; ours from the centre of its first pixel. For the nearest
 * pixel, the numbers are rounded as Pillow rounds them, so that the same pixels are taken.
 */
export function pillowMatrix([a, b, c, d, e, f]: AffineMatrix, { method }: Warp): AffineMatrix {
  const [x, y] = [c + 0.5 * a + 0.5 * b, f + 0.5 * d + 0.5 * e];
  const round = method === "nearest" ? toFixed : (value: number): number => value;
  return [round(a), round(b), round(x) - 0.5, round(d), round(e), round(y) - 0.5];
}

/** The matrix of `Image.rotate` of Pillow: counterclockwise, about the middle. */
export function pillowRotation(degrees: number, { height, width }: Size): AffineMatrix {
  const angle = (-degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [width / 2, height / 2];
  return [cosine, sine, x - cosine * x - sine * y, -sine, cosine, y + sine * x - cosine * y];
}
