/** Passes of a box: three come close to a Gaussian, by the central limit theorem. */
const PASSES = 3;

/**
 * Blurs a plane about as a Gaussian does, in the same time for every `sigma`.
 *
 * Three boxes have the variance of the Gaussian together. Their outermost values count in part, so that any variance
 * is met (Gwosdek et al. 2011, Theoretical Foundations of Gaussian Convolution by Extended Box Filtering). Beyond the
 * border, the edge value counts again.
 *
 * @returns The plane, which is changed.
 */
export function boxBlur(plane: Float32Array, height: number, width: number, sigma: number): Float32Array {
  if (sigma === 0) return plane;
  const longest = Math.max(height, width);
  const variance = sigma ** 2 / PASSES;
  const reach = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const size = 2 * reach + 1;
  const share = (size * (reach * (reach + 1) - 3 * variance)) / (6 * (variance - (reach + 1) ** 2)); // of the outermost
  const scratch = new Float64Array(longest + 2 * (reach + 1));
  for (let pass = 0; pass < PASSES; pass++) {
    for (let y = 0; y < height; y++) blurLine(plane, y * width, 1, width, reach, share, scratch);
    for (let x = 0; x < width; x++) blurLine(plane, x, width, height, reach, share, scratch);
  }
  return plane;
}

function blurLine(
  plane: Float32Array,
  start: number,
  step: number,
  length: number,
  reach: number,
  share: number,
  padded: Float64Array,
): void {
  const margin = reach + 1;
  padded.fill(plane[start], 0, margin);
  for (let i = 0, at = start; i < length; i++, at += step) padded[margin + i] = plane[at];
  padded.fill(plane[start + (length - 1) * step], margin + length, length + 2 * margin);
  const total = 2 * reach + 1 + 2 * share;
  let sum = 0; // of the whole values around pixel i
  for (let k = 1; k <= 2 * reach + 1; k++) sum += padded[k];
  for (let i = 0, at = start; i < length; i++, at += step) {
    const [before, after] = [padded[i], padded[i + 2 * reach + 2]];
    plane[at] = (sum + share * (before + after)) / total;
    sum += after - padded[i + 1];
  }
}
