import type { OutputComponent } from "./outputPlan.ts";

/** A ring buffer of a component's last rows of samples. Row `y` starts at `(y % rows) * stride`. */
export interface Plane {
  readonly samples: Uint8ClampedArray;
  readonly rows: number;
  readonly stride: number;
}

/** Writes row `y` of a component at the resolution of the output. */
export type RowUpsampler = (y: number, output: Uint8Array) => void;

/**
 * Returns the upsampler of a component, with libjpeg's fancy upsampling (jdsample.c).
 *
 * Half resolution is interpolated with a triangle filter; for every other ratio, samples are repeated.
 *
 * @param interpolates - Whether half resolution is interpolated, or repeated as well.
 * @returns undefined if the ratio is not an integer.
 */
export function createUpsampler(
  { width, height, across, down }: OutputComponent,
  plane: Plane,
  interpolates: boolean,
): RowUpsampler | undefined {
  if (!Number.isInteger(across) || !Number.isInteger(down)) return undefined;
  const { samples, rows, stride } = plane;
  const rowAt = (y: number): number => (Math.min(Math.max(y, 0), height - 1) % rows) * stride;
  if (across === 1 && down === 1)
    return (y, output) => output.set(samples.subarray(rowAt(y), rowAt(y) + width));
  const sums = new Int32Array(width);
  if (interpolates && down === 2 && (across === 1 || (across === 2 && width > 2)))
    return (y, output) => {
      const near = y >> 1;
      const one = rowAt(near);
      const other = rowAt((y & 1) === 0 ? near - 1 : near + 1);
      for (let x = 0; x < width; x++) sums[x] = 3 * samples[one + x] + samples[other + x];
      if (across === 2) spread(sums, width, output, 8, 7, 4);
      else for (let x = 0, bias = 1 + (y & 1); x < width; x++) output[x] = (sums[x] + bias) >> 2;
    };
  if (interpolates && down === 1 && across === 2 && width > 2)
    return (y, output) => {
      const from = rowAt(y);
      for (let x = 0; x < width; x++) sums[x] = samples[from + x];
      spread(sums, width, output, 1, 2, 2);
    };
  return (y, output) => {
    const from = rowAt(Math.floor(y / down));
    for (let x = 0, to = 0; x < width; x++) for (let i = 0; i < across; i++) output[to++] = samples[from + x];
  };
}

/**
 * Doubles a row of values with a triangle filter.
 *
 * Each result is 3/4 of a value plus 1/4 of its neighbour.
 *
 * @param left - The rounding term of the value on the left; `right` is that of the one on the right.
 */
function spread(
  values: Int32Array,
  width: number,
  output: Uint8Array,
  left: number,
  right: number,
  shift: number,
): void {
  const last = width - 1;
  output[0] = (4 * values[0] + left) >> shift;
  output[1] = (3 * values[0] + values[1] + right) >> shift;
  for (let x = 1; x < last; x++) {
    const value = 3 * values[x];
    output[2 * x] = (value + values[x - 1] + left) >> shift;
    output[2 * x + 1] = (value + values[x + 1] + right) >> shift;
  }
  output[2 * last] = (3 * values[last] + values[last - 1] + left) >> shift;
  output[2 * last + 1] = (4 * values[last] + right) >> shift;
}
