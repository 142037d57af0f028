import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import {
  checkImage,
  copyImage,
  countColorChannels,
  createForColors,
  type Image,
  type Pixels,
} from "../image/image.ts";
import { correlateBytes, type Kernel } from "./correlateBytes.ts";
import { padRows } from "./padRows.ts";

/**
 * Options of {@link motionBlur}.
 *
 * @inline
 */
export interface MotionBlurOptions {
  /** The length of the movement in pixels, from 1 to 255. 1 returns a copy. */
  readonly length: number;
  /** The direction in degrees, counterclockwise from the right; default 0. */
  readonly angleDegrees?: number | undefined;
}

const KNOWN: OptionKinds<MotionBlurOptions> = { length: "number", angleDegrees: "number" };

/**
 * Blurs an image along a line, as a moving camera does.
 *
 * Each value is the mean of points on the line, at most a pixel apart and interpolated between pixels. The line is
 * centred on the pixel. Beyond the border, the edge pixel counts again. Alpha is unchanged.
 *
 * @throws RangeError if the length is not from 1 to 255, or the angle is not finite.
 * @example
 * ```ts
 * import { motionBlur } from "@tensorloom/image";
 *
 * const dot = { data: Uint8Array.of(0, 0, 90, 0, 0), height: 1, width: 5, channels: 1 };
 * motionBlur(dot, { length: 3 }).data; // => Uint8Array.of(0, 30, 30, 30, 0)
 * ```
 */
export function motionBlur<P extends Pixels>(image: Image<P>, options: MotionBlurOptions): Image<P> {
  const { length, angleDegrees = 0 } = checkOptions("motionBlur", options, KNOWN);
  const checked = checkImage("motionBlur", image);
  finite("motionBlur: length", length, 1, 255);
  finite("motionBlur: angleDegrees", angleDegrees);
  return length === 1 ? copyImage(checked) : correlate(checked, lineKernel(length, angleDegrees));
}

/** The kernel of a line through the middle: points at most a pixel apart, each shared by the four pixels around it. */
function lineKernel(length: number, angleDegrees: number): Kernel {
  const angle = (angleDegrees * Math.PI) / 180;
  const points = Math.ceil(length);
  const cells = new Map<string, readonly [across: number, down: number, weight: number]>();
  for (let i = 0; i < points; i++) {
    const along = (i / (points - 1) - 0.5) * (length - 1);
    const [x, y] = [along * Math.cos(angle), -along * Math.sin(angle)];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    for (const [u, v] of [
      [left, top],
      [left + 1, top],
      [left, top + 1],
      [left + 1, top + 1],
    ] as const) {
      // prettier-ignore
      const weight = ((1 - Math.abs(x - u)) * (1 - Math.abs(y - v))) / points;
      const [, , sum] = cells.get(`${String(u)} ${String(v)}`) ?? [u, v, 0];
      if (weight > 1e-9) cells.set(`${String(u)} ${String(v)}`, [u, v, sum + weight]);
    }
  }
  const list = [...cells.values()];
  return {
    across: Int32Array.from(list, ([u]) => u),
    down: Int32Array.from(list, ([, v]) => v),
    weights: Float32Array.from(list, ([, , weight]) => weight),
  };
}

/** Adds the image to itself, moved and weighted by each cell of the kernel, row by row, in single precision. */
function correlate<P extends Pixels>(image: Image<P>, kernel: Kernel): Image<P> {
  const { across, down, weights } = kernel;
  const { data, height, width, channels } = image;
  const result = createForColors(image);
  const output = result.data instanceof Uint8Array ? new Uint8ClampedArray(result.data.buffer) : result.data;
  const colors = countColorChannels(image);
  const stride = width * channels;
  const reach = across.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const wide = stride + 2 * reach * channels;
  const place = (y: number, k: number): number =>
    Math.min(Math.max(y + down[k], 0), height - 1) * wide + (reach + across[k]) * channels;
  if (data instanceof Uint8Array && correlateBytes(data, stride, reach, kernel, result)) return result;
  const padded = padRows(data, stride, channels, reach);
  const sums = new Float32Array(stride);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let k = 0; k < weights.length; k++) {
      const [from, weight] = [place(y, k), weights[k]];
      for (let i = 0; i < stride; i++) sums[i] += Math.fround(weight * padded[from + i]);
    }
    for (let at = 0; at < stride; at += channels)
      for (let i = at; i < at + colors; i++) output[y * stride + i] = sums[i];
  }
  return result;
}
