import type { Taps } from "./taps.ts";
import { KERNELS, type Kernel, type ResizeMethod } from "./resizeMethods.ts";

/**
 * A cache of taps, most recent last.
 *
 * The images of a dataset have few sizes, and computing taps takes as long as resizing.
 */
const cache = new Map<string, Taps>();
const MAX_CACHED = 16;

/** Returns the taps of a resize along one axis, from a cache. */
export function resizeTaps(method: ResizeMethod, antialias: boolean, input: number, output: number): Taps {
  const key = `${method} ${String(antialias)} ${String(input)} ${String(output)}`;
  const taps = cache.get(key) ?? computeTaps(method, antialias, input, output);
  cache.delete(key);
  cache.set(key, taps);
  if (cache.size > MAX_CACHED)
    for (const oldest of cache.keys()) {
      cache.delete(oldest);
      break;
    }
  return taps;
}

/**
 * Computes the taps of a resize along one axis.
 *
 * Pixel centres are at halves: output `i` is centred at `(i + 0.5) * input / output - 0.5`.
 *
 * @param input - Pixels of the image.
 * @param output - Pixels of the result.
 */
function computeTaps(method: ResizeMethod, antialias: boolean, input: number, output: number): Taps {
  const kernel = KERNELS.get(method);
  const one = kernel
    ? (i: number) =>
        kernelTaps(kernel, antialias ? Math.max(input / output, 1) : 1, (i + 0.5) * (input / output), input)
    : method === "area"
      ? (i: number) => areaTaps(i, input, output)
      : (i: number) => ({ start: nearest(i, input, output), weights: [1] });
  const all = Array.from({ length: output }, (_, i) => one(i));
  return { starts: all.map(({ start }) => start), weights: all.map(({ weights }) => weights) };
}

interface Run {
  readonly start: number;
  readonly weights: readonly number[];
}

/**
 * Returns the nearest input pixel.
 *
 * It is computed in single precision, as in TensorFlow: rounding decides ties.
 */
function nearest(i: number, input: number, output: number): number {
  const scale = Math.fround(Math.fround(input) / Math.fround(output));
  return Math.min(Math.floor(Math.fround(Math.fround(i + 0.5) * scale)), input - 1);
}

function kernelTaps({ radius, weight }: Kernel, stretch: number, centre: number, input: number): Run {
  const start = Math.max(Math.ceil(centre - radius * stretch - 0.5), 0);
  const end = Math.min(Math.floor(centre + radius * stretch - 0.5), input - 1);
  const distances = Array.from({ length: end - start + 1 }, (_, k) => Math.abs(start + k + 0.5 - centre));
  return { start, weights: normalize(distances.map((distance) => weight(distance / stretch))) };
}

/** Weights input pixels by how much of them the output pixel covers. */
function areaTaps(i: number, input: number, output: number): Run {
  const [from, to] = [(i * input) / output, ((i + 1) * input) / output];
  const start = Math.floor(from);
  const covered = Array.from(
    { length: Math.ceil(to) - start },
    (_, k) => Math.min(to, start + k + 1) - Math.max(from, start + k),
  );
  return { start, weights: normalize(covered) };
}

/** Scales weights so that they add up to 1. */
export function normalize(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}
