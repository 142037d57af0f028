import type { Random } from "@tensorloom/core";
import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkRange } from "../augment/checkRange.ts";
import { checkImage, copyImage, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { pixelOnly } from "../transform/pixelOnly.ts";

/**
 * Options of {@link gridMask}.
 *
 * @inline
 */
export interface GridMaskOptions {
  /** The smallest and largest distance between squares, relative to the shorter side; default `[0.2, 0.5]`. */
  readonly unit?: readonly [least: number, most: number] | undefined;
  /** The side of a square, relative to the distance, from 0 to 1; default 0.5. */
  readonly side?: number | undefined;
  /** The largest rotation of the grid, in degrees; default 0. */
  readonly rotateDegrees?: number | undefined;
  /** The value that fills the squares; default 0. */
  readonly value?: number | undefined;
}

const KNOWN: OptionKinds<GridMaskOptions> = {
  unit: "object",
  side: "number",
  rotateDegrees: "number",
  value: "number",
};

/**
 * Erases the squares of a regular grid; alpha is unchanged.
 *
 * The distance between squares, the place of the grid and its rotation are uniform within their ranges.
 *
 * @throws RangeError if an option is out of range; when it is applied, if the value does not fit a byte of the image.
 * @see Chen et al. 2020, GridMask Data Augmentation, arXiv:2001.04086
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { gridMask } from "@tensorloom/image";
 *
 * const white = { data: new Uint8Array(64 * 64).fill(255), height: 64, width: 64, channels: 1 };
 * const { data } = gridMask({ unit: [0.25, 0.25], side: 0.5 })(white, random(42));
 * data.filter((value) => value === 0).length / data.length; // => 0.25
 * ```
 */
export function gridMask(options: GridMaskOptions = {}): Augmentation {
  const {
    unit = [0.2, 0.5],
    side = 0.5,
    rotateDegrees = 0,
    value = 0,
  } = checkOptions("gridMask", options, KNOWN);
  const [least, most] = checkRange("gridMask: unit", unit);
  finite("gridMask: unit[1]", most, finite("gridMask: unit[0]", least, 0.01, 1), 1);
  finite("gridMask: side", side, 0, 1);
  finite("gridMask: rotateDegrees", rotateDegrees, 0, 360);
  finite("gridMask: value", value);
  return pixelOnly(<P extends Pixels>(image: Image<P>, random: Random) => {
    const checked = checkImage("gridMask", image);
    if (checked.data instanceof Uint8Array) integer("gridMask: value", value, 0, 255);
    const { height, width } = checked;
    const distance = Math.min(height, width) * (least + (most - least) * random.uniform());
    const angle = (rotateDegrees * (2 * random.uniform() - 1) * Math.PI) / 180;
    const grid = { distance, angle, x: random.uniform(), y: random.uniform() };
    const result = copyImage(checked);
    eraseSquares(result, grid, side, value);
    return result;
  });
}

/** A grid: the distance between its lines in pixels, its rotation, and its place in distances. */
interface Grid {
  readonly distance: number;
  readonly angle: number;
  readonly x: number;
  readonly y: number;
}

function eraseSquares(image: Image, grid: Grid, side: number, value: number): void {
  const { distance, angle, x, y } = grid;
  const { data, height, width, channels } = image;
  if (angle === 0) {
    eraseUpright(image, grid, side, value);
    return;
  }
  const colors = countColorChannels(image);
  const [cosine, sine] = [Math.cos(angle) / distance, Math.sin(angle) / distance];
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at += channels) {
      const across = column * cosine + row * sine + x;
      const down = row * cosine - column * sine + y;
      if (across - Math.floor(across) < side && down - Math.floor(down) < side)
        for (let c = 0; c < colors; c++) data[at + c] = value;
    }
}

/** Erases the squares of a grid that is not rotated, which has the same columns in every row. */
function eraseUpright(image: Image, { distance, x, y }: Grid, side: number, value: number): void {
  const { data, height, width, channels } = image;
  const colors = countColorChannels(image);
  const scale = 1 / distance;
  const isInside = (place: number): boolean => place - Math.floor(place) < side;
  const columns = Array.from({ length: width }, (_, column) => isInside(column * scale + x));
  const runs: (readonly [from: number, to: number])[] = [];
  for (let from = columns.indexOf(true); from >= 0;) {
    const end = columns.indexOf(false, from);
    const to = end < 0 ? width : end;
    runs.push([from, to]);
    from = columns.indexOf(true, to);
  }
  for (let row = 0; row < height; row++) {
    if (!isInside(row * scale + y)) continue;
    const at = row * width;
    for (const [from, to] of runs)
      if (colors === channels) data.fill(value, (at + from) * channels, (at + to) * channels);
      else
        for (let pixel = at + from; pixel < at + to; pixel++)
          data.fill(value, pixel * channels, pixel * channels + colors);
  }
}
