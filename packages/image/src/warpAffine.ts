import { finite, oneOf } from "@tensorloom/core";
import type { AffineMatrix } from "./affineMatrix.ts";
import { blank, checkImage, type Image, type Pixels } from "./image.ts";

/** How {@link warpAffine} looks between pixels and beyond the border. */
export interface WarpOptions {
  /** The nearest pixel, or a mean of four by distance; default `"bilinear"`. */
  readonly method?: "nearest" | "bilinear" | undefined;
  /** What lies outside: the nearest pixel of the border, or this value in every channel. Default `"edge"`. */
  readonly outside?: "edge" | number | undefined;
}

/**
 * Takes each pixel of the result from where a matrix leads in the image; the size stays.
 *
 * @throws RangeError where the matrix is not finite, or an option is unknown.
 * @example
 * ```ts
 * import { warpAffine } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(10, 20, 30), height: 1, width: 3, channels: 1 };
 * warpAffine(row, [1, 0, 0.5, 0, 1, 0]).data; // => Uint8Array.of(15, 25, 30)
 * warpAffine(row, [1, 0, 1, 0, 1, 0], { outside: 0 }).data; // => Uint8Array.of(20, 30, 0)
 * ```
 */
export function warpAffine<P extends Pixels>(
  image: Image<P>,
  matrix: AffineMatrix,
  { method = "bilinear", outside = "edge" }: WarpOptions = {},
): Image<P> {
  const { height, width, channels } = checkImage("warpAffine", image);
  for (const value of matrix) finite("warpAffine: matrix", value);
  oneOf("warpAffine: method", method, ["nearest", "bilinear"]);
  if (outside !== "edge") finite("warpAffine: outside", outside);
  const result = blank(image, height, width);
  const { data }: Image = result; // either kind, for the line below to tell
  const target = data instanceof Uint8Array ? new Uint8ClampedArray(data.buffer) : data;
  const edge = outside === "edge";
  const beyond = edge ? 0 : outside;
  /** Where a pixel's values begin, or -1 where there are none. */
  const place = (x: number, y: number): number => {
    const [column, row] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)];
    return edge || (column === x && row === y) ? (row * width + column) * channels : -1;
  };
  const value = (at: number, channel: number): number => (at < 0 ? beyond : image.data[at + channel]);
  const snap = method === "nearest" ? Math.round : (position: number) => position;
  const [a, b, c, d, e, f] = matrix;
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += channels) {
      const [sourceX, sourceY] = [snap(a * x + b * y + c), snap(d * x + e * y + f)];
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [across, down] = [sourceX - left, sourceY - top];
      const [upperLeft, upperRight] = [place(left, top), place(left + 1, top)];
      const [lowerLeft, lowerRight] = [place(left, top + 1), place(left + 1, top + 1)];
      for (let k = 0; k < channels; k++) {
        const upper = value(upperLeft, k) * (1 - across) + value(upperRight, k) * across;
        const lower = value(lowerLeft, k) * (1 - across) + value(lowerRight, k) * across;
        target[to + k] = upper * (1 - down) + lower * down;
      }
    }
  return result;
}
