/** The scale factors of rows and columns: 1, then √2·cos(kπ/16). */
const SCALE: readonly number[] = Array.from({ length: 8 }, (_, k) =>
  k === 0 ? 1 : Math.SQRT2 * Math.cos((k * Math.PI) / 16),
);

/** Scales step sizes for {@link inverseDct}, with two fractional bits. */
export function scaleQuantization(steps: Uint16Array): Int16Array {
  return Int16Array.from(steps, (step, i) => {
    const scale = Math.round(2 ** 14 * SCALE[i >> 3] * SCALE[i & 7]);
    return Math.floor((step * scale + 2 ** 11) / 2 ** 12);
  });
}

/** Multiplies by a constant with 8 fractional bits. The factor has 14 bits, as in libjpeg-turbo's SIMD code. */
function times(value: number, constant: number): number {
  return (((value << 18) >> 18) * constant) >> 8;
}

const work = new Int32Array(64);

/**
 * The inverse DCT of a block, by libjpeg's fast integer method.
 *
 * It is the method that TensorFlow uses, with 5 multiplications for 8 values.
 *
 * Sums wrap at 16 bits, as in libjpeg-turbo's SIMD code; only damaged or extreme data get there.
 *
 * @param steps - From {@link scaleQuantization}.
 * @param plane - The target of the samples; they are clamped to 0..255.
 * @see Arai, Agui and Nakajima 1988, A Fast DCT-SQ Scheme for Images
 */
export function inverseDct(
  coefficients: Int16Array,
  offset: number,
  steps: Int16Array,
  plane: Uint8ClampedArray,
  at: number,
  stride: number,
): void {
  let columns = 0;
  for (let x = 0; x < 8; x++) columns |= column(coefficients, offset + x, steps, x);
  if (columns === 0) {
    const level = ((work[0] << 16) >> 21) + 128;
    for (let y = 0, to = at; y < 8; y++, to += stride) plane.fill(level, to, to + 8);
    return;
  }
  for (let y = 0, to = at; y < 64; y += 8, to += stride) row(y, plane, to);
}

/**
 * Transforms a column of coefficients into the workspace.
 *
 * @returns 0 if the column has nothing but the block's DC value.
 */
function column(coefficients: Int16Array, from: number, steps: Int16Array, x: number): number {
  const c1 = coefficients[from + 8];
  const c2 = coefficients[from + 16];
  const c3 = coefficients[from + 24];
  const c4 = coefficients[from + 32];
  const c5 = coefficients[from + 40];
  const c6 = coefficients[from + 48];
  const c7 = coefficients[from + 56];
  const v0 = coefficients[from] * steps[x];
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    for (let y = x; y < 64; y += 8) work[y] = v0;
    return x === 0 ? 0 : v0;
  }
  transform(
    v0,
    c1 * steps[x + 8],
    c2 * steps[x + 16],
    c3 * steps[x + 24],
    c4 * steps[x + 32],
    c5 * steps[x + 40],
    c6 * steps[x + 48],
    c7 * steps[x + 56],
  );
  for (let y = 0; y < 8; y++) work[x + 8 * y] = line[y];
  return 1;
}

/** Transforms a row of the workspace into samples. */
function row(y: number, plane: Uint8ClampedArray, to: number): void {
  transform(
    work[y],
    work[y + 1],
    work[y + 2],
    work[y + 3],
    work[y + 4],
    work[y + 5],
    work[y + 6],
    work[y + 7],
  );
  for (let x = 0; x < 8; x++) plane[to + x] = ((line[x] << 16) >> 21) + 128;
}

const line = new Int32Array(8);

/** Transforms eight values into {@link line}. */
function transform(
  v0: number,
  v1: number,
  v2: number,
  v3: number,
  v4: number,
  v5: number,
  v6: number,
  v7: number,
): void {
  const sum04 = v0 + v4;
  const difference04 = v0 - v4;
  const sum26 = v2 + v6;
  const turned26 = times(v2 - v6, 362) - sum26;
  const even0 = sum04 + sum26;
  const even1 = difference04 + turned26;
  const even2 = difference04 - turned26;
  const even3 = sum04 - sum26;

  const sum53 = v5 + v3;
  const difference53 = v5 - v3;
  const sum17 = v1 + v7;
  const difference17 = v1 - v7;
  const odd7 = sum17 + sum53;
  const shared = times(difference53 + difference17, 473);
  const odd6 = times(difference53, -413) - difference53 + shared - odd7;
  const odd5 = times(sum17 - sum53, 362) - odd6;
  const odd4 = times(difference17, 277) - shared + odd5;
  line[0] = even0 + odd7;
  line[7] = even0 - odd7;
  line[1] = even1 + odd6;
  line[6] = even1 - odd6;
  line[2] = even2 + odd5;
  line[5] = even2 - odd5;
  line[4] = even3 + odd4;
  line[3] = even3 - odd4;
}
