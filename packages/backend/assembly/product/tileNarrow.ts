import { madd } from "../simd/madd";

/** Columns of the narrow tile. */
export const NARROW: i32 = 8;
/** Rows of the narrow tile. */
export const NARROW_ROWS: i32 = 4;

/** The same as `tileWide` for c[4, 8]: 8 sums, 2 vectors of b, 4 of a. */
export function tileNarrow(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, add: bool,
): void {
  let a1 = rows > 1 ? a + aRow : a;
  let a2 = rows > 2 ? a1 + aRow : a1;
  let a3 = rows > 3 ? a2 + aRow : a2;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let l0 = f32x4.splat(0), r0 = l0, l1 = l0, r1 = l0, l2 = l0, r2 = l0, l3 = l0, r3 = l0;
  if (add) {
    l0 = v128.load(c);
    r0 = v128.load(c, 16);
    l1 = v128.load(c1);
    r1 = v128.load(c1, 16);
    l2 = v128.load(c2);
    r2 = v128.load(c2, 16);
    l3 = v128.load(c3);
    r3 = v128.load(c3, 16);
  }
  let left: v128, right: v128, x: v128;
  for (; depth > 0; depth -= 4) {
    left = v128.load(b);
    right = v128.load(b, 16);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    r2 = madd(x, right, r2);
    x = v128.load32_splat(a3);
    a3 += aStep;
    l3 = madd(x, left, l3);
    r3 = madd(x, right, r3);
    if (depth == 1) break;
    left = v128.load(b);
    right = v128.load(b, 16);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    r2 = madd(x, right, r2);
    x = v128.load32_splat(a3);
    a3 += aStep;
    l3 = madd(x, left, l3);
    r3 = madd(x, right, r3);
    if (depth == 2) break;
    left = v128.load(b);
    right = v128.load(b, 16);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    r2 = madd(x, right, r2);
    x = v128.load32_splat(a3);
    a3 += aStep;
    l3 = madd(x, left, l3);
    r3 = madd(x, right, r3);
    if (depth == 3) break;
    left = v128.load(b);
    right = v128.load(b, 16);
    b += bStep;
    x = v128.load32_splat(a);
    a += aStep;
    l0 = madd(x, left, l0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    a1 += aStep;
    l1 = madd(x, left, l1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    a2 += aStep;
    l2 = madd(x, left, l2);
    r2 = madd(x, right, r2);
    x = v128.load32_splat(a3);
    a3 += aStep;
    l3 = madd(x, left, l3);
    r3 = madd(x, right, r3);
  }
  v128.store(c, l0);
  v128.store(c, r0, 16);
  v128.store(c1, l1);
  v128.store(c1, r1, 16);
  v128.store(c2, l2);
  v128.store(c2, r2, 16);
  v128.store(c3, l3);
  v128.store(c3, r3, 16);
}
