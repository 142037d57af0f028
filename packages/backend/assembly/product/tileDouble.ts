import { madd } from "../simd/madd";

/** Columns of the doubled tile. */
export const DOUBLE: i32 = 16;
/** Rows of the doubled tile. */
export const DOUBLE_ROWS: i32 = 6;

/**
 * The same as `tileWide` for c[6, 16], for a compiler that joins two neighbouring vectors into one of eight lanes.
 *
 * V8 13.6 does (--experimental-wasm-revectorize): 12 sums, 2 vectors of b and one of a are then the 15 registers that it has.
 * With vectors of four lanes most of the 24 sums would go through memory. Two steps a turn reach 133 GFLOP/s of the 136 that
 * a core does (Zen 5), four steps 122; 4x16 115, 12x8 78.
 */
export function tileDouble(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, add: bool,
): void {
  // A function each: V8 does not join sums that may begin in two ways.
  if (add) continued(a, aRow, aStep, rows, b, bStep, depth, c, cRow);
  else fromZero(a, aRow, aStep, rows, b, bStep, depth, c, cRow);
}

function fromZero(a: usize, aRow: usize, aStep: usize, rows: i32, b: usize, bStep: usize, depth: i32, c: usize, cRow: usize): void {
  tile(a, aRow, aStep, rows, b, bStep, depth, c, cRow, false);
}

function continued(a: usize, aRow: usize, aStep: usize, rows: i32, b: usize, bStep: usize, depth: i32, c: usize, cRow: usize): void {
  tile(a, aRow, aStep, rows, b, bStep, depth, c, cRow, true);
}

// @ts-ignore: decorator
@inline
function tile(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, add: bool,
): void {
  let a1 = rows > 1 ? a + aRow : a;
  let a2 = rows > 2 ? a1 + aRow : a1;
  let a3 = rows > 3 ? a2 + aRow : a2;
  let a4 = rows > 4 ? a3 + aRow : a3;
  let a5 = rows > 5 ? a4 + aRow : a4;
  let w0 = f32x4.splat(0);
  let x0 = w0, y0 = w0, z0 = w0;
  let w1 = w0, x1 = w0, y1 = w0, z1 = w0;
  let w2 = w0, x2 = w0, y2 = w0, z2 = w0;
  let w3 = w0, x3 = w0, y3 = w0, z3 = w0;
  let w4 = w0, x4 = w0, y4 = w0, z4 = w0;
  let w5 = w0, x5 = w0, y5 = w0, z5 = w0;
  let to = c;
  if (add) {
    w0 = v128.load(to);
    x0 = v128.load(to, 16);
    y0 = v128.load(to, 32);
    z0 = v128.load(to, 48);
    to += cRow;
    w1 = v128.load(to);
    x1 = v128.load(to, 16);
    y1 = v128.load(to, 32);
    z1 = v128.load(to, 48);
    to += cRow;
    w2 = v128.load(to);
    x2 = v128.load(to, 16);
    y2 = v128.load(to, 32);
    z2 = v128.load(to, 48);
    to += cRow;
    w3 = v128.load(to);
    x3 = v128.load(to, 16);
    y3 = v128.load(to, 32);
    z3 = v128.load(to, 48);
    to += cRow;
    w4 = v128.load(to);
    x4 = v128.load(to, 16);
    y4 = v128.load(to, 32);
    z4 = v128.load(to, 48);
    to += cRow;
    w5 = v128.load(to);
    x5 = v128.load(to, 16);
    y5 = v128.load(to, 32);
    z5 = v128.load(to, 48);
  }
  let b0: v128, b1: v128, b2: v128, b3: v128, factor: v128;
  for (; depth > 0; depth -= 2) {
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b2 = v128.load(b, 32);
    b3 = v128.load(b, 48);
    b += bStep;
    factor = v128.load32_splat(a);
    a += aStep;
    w0 = madd(factor, b0, w0);
    x0 = madd(factor, b1, x0);
    y0 = madd(factor, b2, y0);
    z0 = madd(factor, b3, z0);
    factor = v128.load32_splat(a1);
    a1 += aStep;
    w1 = madd(factor, b0, w1);
    x1 = madd(factor, b1, x1);
    y1 = madd(factor, b2, y1);
    z1 = madd(factor, b3, z1);
    factor = v128.load32_splat(a2);
    a2 += aStep;
    w2 = madd(factor, b0, w2);
    x2 = madd(factor, b1, x2);
    y2 = madd(factor, b2, y2);
    z2 = madd(factor, b3, z2);
    factor = v128.load32_splat(a3);
    a3 += aStep;
    w3 = madd(factor, b0, w3);
    x3 = madd(factor, b1, x3);
    y3 = madd(factor, b2, y3);
    z3 = madd(factor, b3, z3);
    factor = v128.load32_splat(a4);
    a4 += aStep;
    w4 = madd(factor, b0, w4);
    x4 = madd(factor, b1, x4);
    y4 = madd(factor, b2, y4);
    z4 = madd(factor, b3, z4);
    factor = v128.load32_splat(a5);
    a5 += aStep;
    w5 = madd(factor, b0, w5);
    x5 = madd(factor, b1, x5);
    y5 = madd(factor, b2, y5);
    z5 = madd(factor, b3, z5);
    if (depth == 1) break;
    b0 = v128.load(b);
    b1 = v128.load(b, 16);
    b2 = v128.load(b, 32);
    b3 = v128.load(b, 48);
    b += bStep;
    factor = v128.load32_splat(a);
    a += aStep;
    w0 = madd(factor, b0, w0);
    x0 = madd(factor, b1, x0);
    y0 = madd(factor, b2, y0);
    z0 = madd(factor, b3, z0);
    factor = v128.load32_splat(a1);
    a1 += aStep;
    w1 = madd(factor, b0, w1);
    x1 = madd(factor, b1, x1);
    y1 = madd(factor, b2, y1);
    z1 = madd(factor, b3, z1);
    factor = v128.load32_splat(a2);
    a2 += aStep;
    w2 = madd(factor, b0, w2);
    x2 = madd(factor, b1, x2);
    y2 = madd(factor, b2, y2);
    z2 = madd(factor, b3, z2);
    factor = v128.load32_splat(a3);
    a3 += aStep;
    w3 = madd(factor, b0, w3);
    x3 = madd(factor, b1, x3);
    y3 = madd(factor, b2, y3);
    z3 = madd(factor, b3, z3);
    factor = v128.load32_splat(a4);
    a4 += aStep;
    w4 = madd(factor, b0, w4);
    x4 = madd(factor, b1, x4);
    y4 = madd(factor, b2, y4);
    z4 = madd(factor, b3, z4);
    factor = v128.load32_splat(a5);
    a5 += aStep;
    w5 = madd(factor, b0, w5);
    x5 = madd(factor, b1, x5);
    y5 = madd(factor, b2, y5);
    z5 = madd(factor, b3, z5);
  }
  v128.store(c, w0);
  v128.store(c, x0, 16);
  v128.store(c, y0, 32);
  v128.store(c, z0, 48);
  c += cRow;
  v128.store(c, w1);
  v128.store(c, x1, 16);
  v128.store(c, y1, 32);
  v128.store(c, z1, 48);
  c += cRow;
  v128.store(c, w2);
  v128.store(c, x2, 16);
  v128.store(c, y2, 32);
  v128.store(c, z2, 48);
  c += cRow;
  v128.store(c, w3);
  v128.store(c, x3, 16);
  v128.store(c, y3, 32);
  v128.store(c, z3, 48);
  c += cRow;
  v128.store(c, w4);
  v128.store(c, x4, 16);
  v128.store(c, y4, 32);
  v128.store(c, z4, 48);
  c += cRow;
  v128.store(c, w5);
  v128.store(c, x5, 16);
  v128.store(c, y5, 32);
  v128.store(c, z5, 48);
}
