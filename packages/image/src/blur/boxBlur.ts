import { fillArena } from "../wasm/arena.ts";
import { transposePixels } from "../geometry/transposePixels.ts";

/** Passes of a box: three come close to a Gaussian, by the central limit theorem. */
const PASSES = 3;

/**
 * Blurs a plane about as a Gaussian does, in the same time for every `sigma`.
 *
 * Three boxes have the variance of the Gaussian together. Their outermost values count in part, so that any variance
 * is met (Gwosdek et al. 2011, Theoretical Foundations of Gaussian Convolution by Extended Box Filtering). Beyond the
 * border, the plane is mirrored.
 *
 * @returns The plane, which is changed.
 */
export function boxBlur(plane: Float32Array, height: number, width: number, sigma: number): Float32Array {
  if (sigma === 0) return plane;
  const variance = sigma ** 2 / PASSES;
  const reach = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const size = 2 * reach + 1;
  const share = (size * (reach * (reach + 1) - 3 * variance)) / (6 * (variance - (reach + 1) ** 2));
  const box: Box = { reach, share };
  if (blurInMemory(plane, height, width, box)) return plane;
  const scratch = new Float64Array(Math.max(height, width) + 2 * PASSES * (reach + 1));
  for (let y = 0; y < height; y++) blurLine(plane, y * width, width, box, scratch);
  // Columns are blurred as rows of the transposed plane: neighbours in memory are much faster to read.
  const turned = new Float32Array(plane.length);
  transposePixels(plane, height, width, 1, turned);
  for (let x = 0; x < width; x++) blurLine(turned, x * height, height, box, scratch);
  transposePixels(turned, width, height, 1, plane);
  return plane;
}

/** Blurs the rows of a plane and then its columns in WebAssembly. */
function blurInMemory(plane: Float32Array, height: number, width: number, { reach, share }: Box): boolean {
  const arena = fillArena([plane, 32 * (Math.max(height, width) + 2 * PASSES * (reach + 1))]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const box = [reach, share, 1 / (2 * reach + 1 + 2 * share), places[1]];
  kernels.blurRows(places[0], height, width, ...box);
  kernels.blurColumns(places[0], height, width, ...box);
  plane.set(new Float32Array(memory.buffer, places[0], plane.length));
  return true;
}

/** The whole values on each side of the middle, and the share of the outermost. */
interface Box {
  readonly reach: number;
  readonly share: number;
}

/** Blurs `length` values, with a margin that each pass consumes in part. */
function blurLine(
  plane: Float32Array,
  start: number,
  length: number,
  { reach, share }: Box,
  line: Float64Array,
): void {
  const span = 2 * reach + 2;
  const margin = (PASSES * span) / 2;
  for (let i = 0; i < length; i++) line[margin + i] = plane[start + i];
  for (let i = 0; i < margin; i++) line[margin - 1 - i] = line[margin + mirrored(i, length)];
  for (let i = 0; i < margin; i++) line[margin + length + i] = line[margin + mirrored(length + i, length)];
  const scale = 1 / (2 * reach + 1 + 2 * share);
  for (let left = length + (PASSES - 1) * span; left >= length; left -= span) {
    let sum = 0; // of the whole values
    for (let k = 1; k < span; k++) sum += line[k];
    for (let i = 0; i < left; i++) {
      const [before, after] = [line[i], line[i + span]];
      line[i] = (sum + share * (before + after)) * scale; // no later value needs `before`
      sum += after - line[i + 1];
    }
  }
  for (let i = 0; i < length; i++) plane[start + i] = line[i];
}

/** The index that a place at or after the start is mirrored to: c b a | a b c | c b a. */
function mirrored(place: number, length: number): number {
  const turned = place % (2 * length);
  return turned < length ? turned : 2 * length - 1 - turned;
}
