import { type Component, type Frame, isUnfinished } from "../file/frame.ts";
import type { Coefficients } from "./scan.ts";

/**
 * Weights that estimate a coefficient from the DC values of 5x5 blocks.
 *
 * The weights are listed row by row, in units of 1/256.
 */
interface Estimate {
  /** The position of the coefficient in a block, and in zigzag order. */
  readonly at: number;
  readonly k: number;
  readonly weights: Int32Array;
}

const estimate = (at: number, k: number, ...rows: readonly (readonly number[])[]): Estimate => ({
  at,
  k,
  weights: Int32Array.from(rows.flat()),
});
const NONE = [0, 0, 0, 0, 0];

/** Kernels for blocks with only a DC value: libjpeg-turbo's Gaussian-like ones (jdcoefct.c). */
const FROM_DC: readonly Estimate[] = [
  estimate(
    1,
    1,
    [-1, -1, 0, 1, 1],
    [-3, 13, 0, -13, 3],
    [-3, 38, 0, -38, 3],
    [-3, 13, 0, -13, 3],
    [-1, -1, 0, 1, 1],
  ),
  estimate(8, 2, [-1, -3, -3, -3, -1], [-1, 13, 38, 13, -1], NONE, [1, -13, -38, -13, 1], [1, 3, 3, 3, 1]),
  estimate(16, 3, [0, 0, 1, 0, 0], [0, 2, 7, 2, 0], [0, -5, -14, -5, 0], [0, 2, 7, 2, 0], [0, 0, 1, 0, 0]),
  estimate(9, 4, [-1, 0, 0, 0, 1], [0, 9, 0, -9, 0], NONE, [0, -9, 0, 9, 0], [1, 0, 0, 0, -1]),
  estimate(2, 5, NONE, [0, 2, -5, 2, 0], [1, 7, -14, 7, 1], [0, 2, -5, 2, 0], NONE),
  estimate(3, 6, NONE, [0, 1, 0, -1, 0], [0, 2, 0, -2, 0], [0, 1, 0, -1, 0], NONE),
  estimate(10, 7, NONE, [0, 1, -3, 1, 0], NONE, [0, -1, 3, -1, 0], NONE),
  estimate(17, 8, NONE, [0, 1, 0, -1, 0], [0, -3, 0, 3, 0], [0, 1, 0, -1, 0], NONE),
  estimate(24, 9, NONE, [0, 1, 2, 1, 0], NONE, [0, -1, -2, -1, 0], NONE),
];
const DC = estimate(
  0,
  0,
  [-2, -6, -8, -6, -2],
  [-6, 6, 42, 6, -6],
  [-8, 42, 152, 42, -8],
  [-6, 6, 42, 6, -6],
  [-2, -6, -8, -6, -2],
);

/**
 * Kernels for blocks with some AC coefficients (jdcoefct.c).
 *
 * They are those of T.81, K.8, over a wider window.
 */
const FROM_SOME: readonly Estimate[] = [
  estimate(1, 1, NONE, NONE, [-7, 50, 0, -50, 7], NONE, NONE),
  estimate(8, 2, [0, 0, -7, 0, 0], [0, 0, 50, 0, 0], NONE, [0, 0, -50, 0, 0], [0, 0, 7, 0, 0]),
  estimate(16, 3, [0, 0, -1, 0, 0], [0, 0, 13, 0, 0], [0, 0, -24, 0, 0], [0, 0, 13, 0, 0], [0, 0, -1, 0, 0]),
  estimate(9, 4, [0, -1, 0, 1, 0], [-1, 10, 0, -10, 1], NONE, [1, -10, 0, 10, -1], [0, 1, 0, -1, 0]),
  estimate(2, 5, NONE, NONE, [-1, 13, -24, 13, -1], NONE, NONE),
];

/** The coefficients whose accuracy decides whether blocks are smoothed. */
const WATCHED = [0, 1, 8, 16, 9, 2, 3, 10, 17, 24];

/**
 * Creates a function that estimates coefficients missing from a progressive file.
 *
 * As in libjpeg-turbo, the first AC coefficients of a block are estimated from the DC values of the blocks around it.
 *
 * @returns A function from an MCU row to its coefficients; undefined if nothing is missing.
 */
export function createSmoother(
  frame: Frame,
  stores: readonly Coefficients[],
): ((unitRow: number) => readonly Coefficients[]) | undefined {
  if (!isUnfinished(frame)) return undefined;
  const { components } = frame;
  const possible = components.every(
    ({ quantization, unknownBits }) =>
      quantization !== undefined && WATCHED.every((at) => quantization[at] !== 0) && unknownBits[0] >= 0,
  );
  if (!possible) return undefined;
  const made = components.map(({ storedAcross, down }) => ({
    data: new Int16Array(64 * storedAcross * down),
    firstRow: 0,
  }));
  return (unitRow) => {
    for (const [i, component] of components.entries())
      smoothRows(component, stores[i].data, unitRow, made[i]);
    return made;
  };
}

function smoothRows(component: Component, all: Int16Array, unitRow: number, output: Coefficients): void {
  const {
    down,
    blocksAcross,
    blocksDown,
    storedAcross,
    unknownBits,
    quantization = new Uint16Array(64),
  } = component;
  output.firstRow = unitRow * down;
  const onlyMeans = unknownBits.subarray(1, 10).every((bits) => bits === -1);
  const estimates = (onlyMeans ? FROM_DC : FROM_SOME).filter(({ k }) => unknownBits[k] !== 0);
  const means = new Int32Array(25);
  const end = Math.min(output.firstRow + down, blocksDown);
  for (let y = output.firstRow; y < end; y++)
    for (let x = 0; x < blocksAcross; x++) {
      const from = 64 * (y * storedAcross + x);
      const to = 64 * ((y - output.firstRow) * storedAcross + x);
      output.data.set(all.subarray(from, from + 64), to);
      for (let i = 0; i < 25; i++) {
        const row = clamp(y + Math.floor(i / 5) - 2, blocksDown);
        means[i] = all[64 * (row * storedAcross + clamp(x + (i % 5) - 2, blocksAcross))];
      }
      for (const { at, k, weights } of estimates)
        if (output.data[to + at] === 0)
          output.data[to + at] = predict(weights, means, quantization[0], quantization[at], unknownBits[k]);
      if (onlyMeans) output.data[to] = predict(DC.weights, means, quantization[0], quantization[0], 0);
    }
}

const clamp = (value: number, end: number): number => Math.min(Math.max(value, 0), end - 1);

/**
 * Estimates a coefficient: a rounded weighted sum of DC values.
 *
 * Its magnitude is limited to what the bits that are still unknown can hold.
 */
function predict(
  weights: Int32Array,
  means: Int32Array,
  meanStep: number,
  step: number,
  unknown: number,
): number {
  let sum = 0;
  for (let i = 0; i < 25; i++) sum += weights[i] * means[i];
  sum *= meanStep;
  const size = Math.floor((128 * step + Math.abs(sum)) / (256 * step));
  const kept = unknown > 0 ? Math.min(size, 2 ** unknown - 1) : size;
  return sum < 0 ? -kept : kept;
}
