/**
 * The zigzag order of a block's coefficients (T.81, figure A.6).
 *
 * It has the position of each coefficient in the 8x8 block, row by row.
 */
export const ZIGZAG: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

/** Step sizes at quality 50, row by row (T.81, table K.1). */
const LUMINANCE: readonly number[] = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/** Step sizes at quality 50, row by row (T.81, table K.2). */
const CHROMINANCE: readonly number[] = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/**
 * Scales the step sizes of luminance and chrominance to a quality.
 *
 * The scale is that of the Independent JPEG Group (jcparam.c). The steps are listed row by row.
 *
 * @param quality - From 1 to 100.
 */
export function scaleQuantization(quality: number): readonly [readonly number[], readonly number[]] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  const scaled = (table: readonly number[]): readonly number[] =>
    table.map((step) => Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), 255));
  return [scaled(LUMINANCE), scaled(CHROMINANCE)];
}
