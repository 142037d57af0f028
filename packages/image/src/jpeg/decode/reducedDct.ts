/** Constants of the reduced inverse DCTs, with 13 fractional bits (jidctred.c). */
const F0_211 = 1730;
const F0_509 = 4176;
const F0_601 = 4926;
const F0_720 = 5906;
const F0_765 = 6270;
const F0_850 = 6967;
const F0_899 = 7373;
const F1_061 = 8697;
const F1_272 = 10426;
const F1_451 = 11893;
const F1_847 = 15137;
const F2_172 = 17799;
const F2_562 = 20995;
const F3_624 = 29692;

/** The inverse DCT of a block into `size` x `size` samples at `at`. */
export type InverseDct = (
  coefficients: Int16Array,
  offset: number,
  steps: Int16Array,
  plane: Uint8ClampedArray,
  at: number,
  stride: number,
) => void;

const work = new Int32Array(32);

/** Dequantizes a coefficient; it wraps at 16 bits, as in libjpeg-turbo's SIMD code. */
const dequantize = (coefficient: number, step: number): number => ((coefficient * step) << 16) >> 16;

/** Divides by a power of two and rounds. The sums of damaged data may exceed 32 bits; they are clamped later. */
const descale = (sum: number, bits: number): number => (sum + 2 ** (bits - 1)) >> bits;

/** The inverse DCT into 4x4 samples: the block at half size, as libjpeg computes it. */
export const inverseDct4: InverseDct = (coefficients, offset, steps, plane, at, stride) => {
  for (let x = 0; x < 8; x++) {
    if (x === 4) continue; // the rows do not use it
    const from = offset + x;
    const v0 = dequantize(coefficients[from], steps[x]);
    const c1 = coefficients[from + 8];
    const c2 = coefficients[from + 16];
    const c3 = coefficients[from + 24];
    const c5 = coefficients[from + 40];
    const c6 = coefficients[from + 48];
    const c7 = coefficients[from + 56];
    if ((c1 | c2 | c3 | c5 | c6 | c7) === 0) {
      work[x] = work[x + 8] = work[x + 16] = work[x + 24] = v0 << 2;
      continue;
    }
    const v1 = dequantize(c1, steps[x + 8]);
    const v3 = dequantize(c3, steps[x + 24]);
    const v5 = dequantize(c5, steps[x + 40]);
    const v7 = dequantize(c7, steps[x + 56]);
    const even = dequantize(c2, steps[x + 16]) * F1_847 - dequantize(c6, steps[x + 48]) * F0_765;
    const [outer, inner] = [v0 * 2 ** 14 + even, v0 * 2 ** 14 - even];
    const odd0 = v7 * -F0_211 + v5 * F1_451 - v3 * F2_172 + v1 * F1_061;
    const odd2 = v7 * -F0_509 - v5 * F0_601 + v3 * F0_899 + v1 * F2_562;
    work[x] = descale(outer + odd2, 12);
    work[x + 24] = descale(outer - odd2, 12);
    work[x + 8] = descale(inner + odd0, 12);
    work[x + 16] = descale(inner - odd0, 12);
  }
  for (let y = 0, to = at; y < 32; y += 8, to += stride) {
    const [v1, v3, v5, v7] = [work[y + 1], work[y + 3], work[y + 5], work[y + 7]];
    const even = work[y + 2] * F1_847 - work[y + 6] * F0_765;
    const [outer, inner] = [work[y] * 2 ** 14 + even, work[y] * 2 ** 14 - even];
    const odd0 = v7 * -F0_211 + v5 * F1_451 - v3 * F2_172 + v1 * F1_061;
    const odd2 = v7 * -F0_509 - v5 * F0_601 + v3 * F0_899 + v1 * F2_562;
    plane[to] = descale(outer + odd2, 19) + 128;
    plane[to + 3] = descale(outer - odd2, 19) + 128;
    plane[to + 1] = descale(inner + odd0, 19) + 128;
    plane[to + 2] = descale(inner - odd0, 19) + 128;
  }
};

/** The inverse DCT into 2x2 samples: the block at a quarter of its size. */
export const inverseDct2: InverseDct = (coefficients, offset, steps, plane, at, stride) => {
  for (let x = 0; x < 8; x += x === 0 ? 1 : 2) {
    const from = offset + x;
    const v0 = dequantize(coefficients[from], steps[x]) * 2 ** 15;
    const odd =
      dequantize(coefficients[from + 8], steps[x + 8]) * F3_624 -
      dequantize(coefficients[from + 24], steps[x + 24]) * F1_272 +
      dequantize(coefficients[from + 40], steps[x + 40]) * F0_850 -
      dequantize(coefficients[from + 56], steps[x + 56]) * F0_720;
    work[x] = descale(v0 + odd, 13);
    work[x + 8] = descale(v0 - odd, 13);
  }
  for (let y = 0, to = at; y < 16; y += 8, to += stride) {
    const odd = work[y + 1] * F3_624 - work[y + 3] * F1_272 + work[y + 5] * F0_850 - work[y + 7] * F0_720;
    plane[to] = descale(work[y] * 2 ** 15 + odd, 20) + 128;
    plane[to + 1] = descale(work[y] * 2 ** 15 - odd, 20) + 128;
  }
};

/** The mean of a block: an eighth of its size. It wraps at 10 bits, as in libjpeg's range limits. */
export const inverseDct1: InverseDct = (coefficients, offset, steps, plane, at) => {
  plane[at] = ((descale(coefficients[offset] * steps[0], 3) << 22) >> 22) + 128;
};
