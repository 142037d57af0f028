import { crop, type CropOptions } from "../geometry/crop.ts";
import { flipLeftRight, flipLeftRightInPlace, flipUpDown } from "../geometry/flip.ts";
import { rot90 } from "../geometry/rot90.ts";
import type { Image } from "../image/image.ts";
import { resize, type ResizeOptions } from "../resample/resize.ts";
import { resizeRegion } from "../resample/resizeRegion.ts";
import type { AffineMatrix } from "../warp/affineMatrix.ts";
import { warpAffine, type WarpOptions } from "../warp/warpAffine.ts";
import type { Change, Position } from "./change.ts";

/** Mirrors left to right an image of this width; `inPlace` changes the image itself, but not its mask. */
export function mirroring(width: number, inPlace = false): Change {
  return {
    image: inPlace ? flipLeftRightInPlace : flipLeftRight,
    movement: { mask: flipLeftRight, position: ([x, y]) => [width - x, y] },
  };
}

/** Turns an image upside down. */
export function flipping({ height }: Image): Change {
  return { image: flipUpDown, movement: { mask: flipUpDown, position: ([x, y]) => [x, height - y] } };
}

/** Rotates an image counterclockwise by 0 to 3 quarter turns. */
export function rotation({ height, width }: Image, quarters: number): Change {
  const places: readonly ((place: Position) => Position)[] = [
    (place) => place,
    ([x, y]) => [y, width - x],
    ([x, y]) => [width - x, height - y],
    ([x, y]) => [height - y, x],
  ];
  const turn: Change["image"] = (image) => rot90(image, quarters);
  return { image: turn, movement: { mask: turn, position: places[quarters] } };
}

/** Crops an image, and resizes the result if a size is passed. */
export function cropping(rectangle: CropOptions, size?: ResizeOptions): Change {
  const { top = 0, left = 0, height, width } = rectangle;
  const scaleX = size === undefined ? 1 : size.width / width;
  const scaleY = size === undefined ? 1 : size.height / height;
  return {
    image: (image) => (size === undefined ? crop(image, rectangle) : resizeRegion(image, rectangle, size)),
    movement: {
      mask: (mask) =>
        size === undefined
          ? crop(mask, rectangle)
          : resize(crop(mask, rectangle), { height: size.height, width: size.width, method: "nearest" }),
      position: ([x, y]) => [(x - left) * scaleX, (y - top) * scaleY],
    },
  };
}

/** Applies an affine transform; the mask has `beyond` if the image has a number outside. */
export function affineWarp(matrix: AffineMatrix, options: WarpOptions): Change {
  const [a, b, c, d, e, f] = matrix;
  const area = a * e - b * d;
  return {
    image: (image) => warpAffine(image, matrix, options),
    movement: {
      mask: (mask, beyond) => warpAffine(mask, matrix, nearest(options, beyond)),
      position: ([x, y]) => {
        const [acrossX, acrossY] = [x - 0.5 - c, y - 0.5 - f]; // the matrix maps centres of pixels, from 0
        return [(e * acrossX - b * acrossY) / area + 0.5, (a * acrossY - d * acrossX) / area + 0.5];
      },
    },
  };
}

/** The options for a mask: no mixing, and its own value if the image has a number outside. */
export function nearest({ outside = "edge" }: WarpOptions, beyond: number): WarpOptions {
  return { method: "nearest", outside: typeof outside === "number" ? beyond : outside };
}
