/** The factors by which {@link forwardDct} scales a row or column. */
const SCALE: readonly number[] = Array.from({ length: 8 }, (_, k) =>
  k === 0 ? Math.sqrt(8) : 4 * Math.cos((k * Math.PI) / 16),
);

/**
 * The scale of each coefficient of {@link forwardDct}, row by row.
 *
 * Divide by it to get the transform of T.81, A.3.3.
 */
export const DCT_SCALE: readonly number[] = Array.from(
  { length: 64 },
  (_, i) => SCALE[i >> 3] * SCALE[i & 7],
);

/**
 * The discrete cosine transform of an 8x8 block, in place.
 *
 * The result is scaled by {@link DCT_SCALE}, which quantization absorbs.
 *
 * @see Arai, Agui and Nakajima 1988, A Fast DCT-SQ Scheme for Images: 5 multiplications for 8 values
 */
export function forwardDct(block: Float64Array): void {
  for (let row = 0; row < 64; row += 8) transform(block, row, 1);
  for (let column = 0; column < 8; column++) transform(block, column, 8);
}

const SIN_4 = Math.SQRT1_2;
const SIN_2 = Math.sin(Math.PI / 8);
const COS_2 = Math.cos(Math.PI / 8);

/** The constants that engines may compute differently, for the kernel. */
export const TURNS: Float64Array = Float64Array.of(SIN_2, COS_2 - SIN_2, COS_2 + SIN_2);

/** Transforms eight values, `step` apart, starting at `at`. */
function transform(block: Float64Array, at: number, step: number): void {
  const v0 = block[at];
  const v1 = block[at + step];
  const v2 = block[at + 2 * step];
  const v3 = block[at + 3 * step];
  const v4 = block[at + 4 * step];
  const v5 = block[at + 5 * step];
  const v6 = block[at + 6 * step];
  const v7 = block[at + 7 * step];
  const s0 = v0 + v7;
  const s1 = v1 + v6;
  const s2 = v2 + v5;
  const s3 = v3 + v4;
  const d0 = v0 - v7;
  const d1 = v1 - v6;
  const d2 = v2 - v5;
  const d3 = v3 - v4;

  const outer = s0 + s3;
  const inner = s1 + s2;
  const even = s0 - s3;
  const turned = (s1 - s2 + even) * SIN_4;
  block[at] = outer + inner;
  block[at + 4 * step] = outer - inner;
  block[at + 2 * step] = even + turned;
  block[at + 6 * step] = even - turned;

  const low = d3 + d2;
  const middle = d2 + d1;
  const high = d1 + d0;
  const shared = (low - high) * SIN_2;
  const first = (COS_2 - SIN_2) * low + shared;
  const last = (COS_2 + SIN_2) * high + shared;
  const half = middle * SIN_4;
  block[at + 5 * step] = d0 - half + first;
  block[at + 3 * step] = d0 - half - first;
  block[at + step] = d0 + half + last;
  block[at + 7 * step] = d0 + half - last;
}
