import { madd } from "../simd/madd";

/** Columns of the wide tile. */
export const WIDE: i32 = 12;
/** Rows of the wide tile. */
export const WIDE_ROWS: i32 = 3;

/**
 * c[3, 12] = (or +=) the sum over `depth` of a[3, depth] * b[depth, 12].
 *
 * `a`: element (i, k) at `a + i * aRow + k * aStep` bytes; of the three rows only `rows` exist, the others repeat the last one.
 * `b`: twelve neighbours at `b + k * bStep`. `c`: rows `cRow` bytes apart.
 *
 * V8 issues a loop's loads before its sums, so the tile must leave a register for every vector of a step: 9 sums, 3 of b,
 * 3 of a are the 15 that V8 has. A tile of 6x8 spills four sums, and runs at half the speed (25 against 50 GFLOP/s).
 */
// @ts-ignore: decorator
@inline
export function tileWide(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, add: bool,
): void {
  const a1 = rows > 1 ? a + aRow : a;
  const a2 = rows > 2 ? a1 + aRow : a1;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  let l0 = f32x4.splat(0), m0 = l0, r0 = l0, l1 = l0, m1 = l0, r1 = l0, l2 = l0, m2 = l0, r2 = l0;
  if (add) {
    l0 = v128.load(c);
    m0 = v128.load(c, 16);
    r0 = v128.load(c, 32);
    l1 = v128.load(c1);
    m1 = v128.load(c1, 16);
    r1 = v128.load(c1, 32);
    l2 = v128.load(c2);
    m2 = v128.load(c2, 16);
    r2 = v128.load(c2, 32);
  }
  const end = <usize>depth * aStep;
  for (let k: usize = 0; k != end; k += aStep, b += bStep) {
    const left = v128.load(b);
    const middle = v128.load(b, 16);
    const right = v128.load(b, 32);
    let x = v128.load32_splat(a + k);
    l0 = madd(x, left, l0);
    m0 = madd(x, middle, m0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1 + k);
    l1 = madd(x, left, l1);
    m1 = madd(x, middle, m1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2 + k);
    l2 = madd(x, left, l2);
    m2 = madd(x, middle, m2);
    r2 = madd(x, right, r2);
  }
  v128.store(c, l0);
  v128.store(c, m0, 16);
  v128.store(c, r0, 32);
  v128.store(c1, l1);
  v128.store(c1, m1, 16);
  v128.store(c1, r1, 32);
  v128.store(c2, l2);
  v128.store(c2, m2, 16);
  v128.store(c2, r2, 32);
}
