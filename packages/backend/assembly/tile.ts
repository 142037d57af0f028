import { madd } from "./madd";

/** Rows and columns of the register tile: 12 sums, 2 vectors of b and 1 of a fill the 15 registers that V8 leaves us. */
export const ROWS: i32 = 6;
export const COLUMNS: i32 = 8;

/**
 * c[6, 8] = (or +=) the sum over `depth` of a[6, depth] * b[depth, 8].
 *
 * `a`: element (i, k) at `a + i * aRow + k * aStep` bytes; of the six rows only `rows` exist, the others repeat the last one.
 * `b`: eight neighbours at `b + k * bStep`. `c`: rows `cRow` bytes apart.
 */
export function tile(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, add: bool,
): void {
  let a0 = a;
  let a1 = rows > 1 ? a0 + aRow : a0;
  let a2 = rows > 2 ? a1 + aRow : a1;
  let a3 = rows > 3 ? a2 + aRow : a2;
  let a4 = rows > 4 ? a3 + aRow : a3;
  let a5 = rows > 5 ? a4 + aRow : a4;
  let l0 = f32x4.splat(0), r0 = l0, l1 = l0, r1 = l0, l2 = l0, r2 = l0;
  let l3 = l0, r3 = l0, l4 = l0, r4 = l0, l5 = l0, r5 = l0;
  for (; depth > 0; --depth) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    l0 = madd(x, left, l0);
    r0 = madd(x, right, r0);
    x = v128.load32_splat(a1);
    l1 = madd(x, left, l1);
    r1 = madd(x, right, r1);
    x = v128.load32_splat(a2);
    l2 = madd(x, left, l2);
    r2 = madd(x, right, r2);
    x = v128.load32_splat(a3);
    l3 = madd(x, left, l3);
    r3 = madd(x, right, r3);
    x = v128.load32_splat(a4);
    l4 = madd(x, left, l4);
    r4 = madd(x, right, r4);
    x = v128.load32_splat(a5);
    l5 = madd(x, left, l5);
    r5 = madd(x, right, r5);
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
    a4 += aStep;
    a5 += aStep;
    b += bStep;
  }
  put(c, l0, r0, add);
  put((c += cRow), l1, r1, add);
  put((c += cRow), l2, r2, add);
  put((c += cRow), l3, r3, add);
  put((c += cRow), l4, r4, add);
  put((c += cRow), l5, r5, add);
}

// @ts-ignore: decorator
@inline
function put(c: usize, left: v128, right: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(v128.load(c), left) : left);
  v128.store(c, add ? f32x4.add(v128.load(c, 16), right) : right, 16);
}
