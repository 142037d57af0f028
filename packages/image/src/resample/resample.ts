import { createUnset, type Image, type Pixels } from "../image/image.ts";
import { findPairs } from "./pairs.ts";
import { hasPairs, isNearest, resamplePairs } from "./resamplePairs.ts";
import { resampleBytes } from "./resampleBytes.ts";
import { flatten, type FlatTaps, type Taps } from "./taps.ts";

/** Every step is in single precision, so that JavaScript and WebAssembly compute the same. */
const { fround } = Math;

/**
 * Resamples an image by weighted sums of rows and columns.
 *
 * Bytes stay bytes and are rounded to the nearest level.
 */
export function resample<P extends Pixels>(image: Image<P>, rows: Taps, columns: Taps): Image<P> {
  const [height, width] = [rows.starts.length, columns.starts.length];
  const result = createUnset(image, height, width);
  const { data }: Image = result; // either kind
  if (hasPairs(rows, columns, image.width)) {
    const { width: wide, channels } = image;
    const [down, across] = [findPairs(rows, wide * channels), findPairs(columns, channels)];
    resamplePairs(image, down, across, isNearest(rows, columns), data);
    return result;
  }
  const flat = flatten(columns);
  if (resampleBytes(image, rows, flat, data)) return result;
  // A clamped view rounds to the nearest level and clips a kernel's overshoot.
  const target = data instanceof Uint8Array ? new Uint8ClampedArray(data.buffer) : data;
  const row = new Float32Array(image.width * image.channels);
  for (let y = 0; y < height; y++) {
    sumRows(image, rows.starts[y], rows.weights[y], row);
    sumColumns(row, flat, image.channels, target, y * width * image.channels);
  }
  return result;
}

/** Computes a row of weighted sums at the image's full width. */
function sumRows(
  { data, width, channels }: Image,
  start: number,
  weights: readonly number[],
  row: Float32Array,
): void {
  const stride = width * channels;
  for (let k = 0; k < weights.length; k++) {
    const from = (start + k) * stride;
    const weight = fround(weights[k]);
    if (k === 0) for (let i = 0; i < stride; i++) row[i] = weight * data[from + i];
    else for (let i = 0; i < stride; i++) row[i] += fround(weight * data[from + i]);
  }
}

function sumColumns(
  row: Float32Array,
  { starts, ends, weights }: FlatTaps,
  channels: number,
  target: Uint8ClampedArray | Float32Array,
  offset: number,
): void {
  for (let x = 0, to = offset, first = 0; x < starts.length; x++) {
    const from = starts[x] * channels;
    const end = ends[x];
    if (channels === 3) {
      let [red, green, blue] = [0, 0, 0];
      for (let k = first, at = from; k < end; k++, at += 3) {
        const weight = weights[k];
        red = fround(red + fround(weight * row[at]));
        green = fround(green + fround(weight * row[at + 1]));
        blue = fround(blue + fround(weight * row[at + 2]));
      }
      target[to++] = red;
      target[to++] = green;
      target[to++] = blue;
    } else
      for (let c = 0; c < channels; c++, to++) {
        let sum = 0;
        for (let k = first, at = from + c; k < end; k++, at += channels)
          sum = fround(sum + fround(weights[k] * row[at]));
        target[to] = sum;
      }
    first = end;
  }
}
