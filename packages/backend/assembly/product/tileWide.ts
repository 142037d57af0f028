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
 * V8 issues the loads of a block before its sums, so a step must leave a register for every vector of it: 9 sums, 3 of b,
 * 3 of a are the 15 that V8 has. A tile of 6x8 spills four sums, and runs at half the speed. Four steps a turn, since V8
 * moves six sums between registers at the end of each; the exits between them end a block each, which keeps loads in
 * their step (together, the four steps spill and take 1.7 times as long). A function of its own, not
 * inlined, has registers for the seven addresses. All of it: 52 GFLOP/s of the 59 that the core does, before 45.
 */
export function tileWide(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, add: bool,
): void {
  let a1 = rows > 1 ? a + aRow : a;
  let a2 = rows > 2 ? a1 + aRow : a1;
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
  let left: v128, middle: v128, right: v128, x: v128;
  for (; depth > 0; depth -= 4) {
    left = v128.load(b);
    middle = v128.load(b, 16);
    right = v128.load(b, 32);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    m0 = madd(x, middle, m0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    m1 = madd(x, middle, m1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    m2 = madd(x, middle, m2);
    r2 = madd(x, right, r2);
    if (depth == 1) break;
    left = v128.load(b);
    middle = v128.load(b, 16);
    right = v128.load(b, 32);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    m0 = madd(x, middle, m0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    m1 = madd(x, middle, m1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    m2 = madd(x, middle, m2);
    r2 = madd(x, right, r2);
    if (depth == 2) break;
    left = v128.load(b);
    middle = v128.load(b, 16);
    right = v128.load(b, 32);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    m0 = madd(x, middle, m0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    m1 = madd(x, middle, m1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    m2 = madd(x, middle, m2);
    r2 = madd(x, right, r2);
    if (depth == 3) break;
    left = v128.load(b);
    middle = v128.load(b, 16);
    right = v128.load(b, 32);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    m0 = madd(x, middle, m0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    m1 = madd(x, middle, m1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
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
