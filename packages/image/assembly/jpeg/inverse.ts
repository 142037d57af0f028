/** The low 14 bits of words times a constant with 8 fractional bits, as `times` of inverseDct.ts; the constant is 64 times larger here. */
// @ts-ignore: decorator
@inline
function times(values: v128, constant: v128): v128 {
  const scaled = i16x8.shl(values, 2);
  const low = i32x4.dot_i16x8_s(i32x4.extend_low_i16x8_s(scaled), constant);
  const up = i32x4.dot_i16x8_s(i32x4.extend_high_i16x8_s(scaled), constant);
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, 16), i32x4.shr_s(up, 16));
}

/** Transforms eight vectors of words, as `transform` of inverseDct.ts, and stores them 16 bytes apart. */
// @ts-ignore: decorator
@inline
function transform(v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, v6: v128, v7: v128, to: usize): void {
  const sum04 = i16x8.add(v0, v4);
  const difference04 = i16x8.sub(v0, v4);
  const sum26 = i16x8.add(v2, v6);
  const root = i32x4.splat(362 << 6);
  const turned26 = i16x8.sub(times(i16x8.sub(v2, v6), root), sum26);
  const even0 = i16x8.add(sum04, sum26);
  const even1 = i16x8.add(difference04, turned26);
  const even2 = i16x8.sub(difference04, turned26);
  const even3 = i16x8.sub(sum04, sum26);

  const sum53 = i16x8.add(v5, v3);
  const difference53 = i16x8.sub(v5, v3);
  const sum17 = i16x8.add(v1, v7);
  const difference17 = i16x8.sub(v1, v7);
  const odd7 = i16x8.add(sum17, sum53);
  const shared = times(i16x8.add(difference53, difference17), i32x4.splat(473 << 6));
  const odd6 = i16x8.sub(i16x8.add(i16x8.sub(times(difference53, i32x4.splat((-413 << 6) & 0xffff)), difference53), shared), odd7);
  const odd5 = i16x8.sub(times(i16x8.sub(sum17, sum53), root), odd6);
  const odd4 = i16x8.add(i16x8.sub(times(difference17, i32x4.splat(277 << 6)), shared), odd5);
  v128.store(to, i16x8.add(even0, odd7));
  v128.store(to, i16x8.sub(even0, odd7), 112);
  v128.store(to, i16x8.add(even1, odd6), 16);
  v128.store(to, i16x8.sub(even1, odd6), 96);
  v128.store(to, i16x8.add(even2, odd5), 32);
  v128.store(to, i16x8.sub(even2, odd5), 80);
  v128.store(to, i16x8.add(even3, odd4), 64);
  v128.store(to, i16x8.sub(even3, odd4), 48);
}

/** A row of coefficients times the scaled steps: 32 bits each and 32768 too large. */
// @ts-ignore: decorator
@inline
function row(numbers: usize, steps: usize, v: usize): v128 {
  const offset = i32x4.splat(32768);
  const low = i32x4.sub(v128.load(numbers + (v << 5)), offset);
  const up = i32x4.sub(v128.load(numbers + (v << 5), 16), offset);
  return i16x8.mul(i16x8.narrow_i32x4_s(low, up), v128.load(steps + (v << 4)));
}

/**
 * The samples of a block, from what `quantizedBlock` stores: bytes at `to`, as inverseDct.ts computes them.
 *
 * `space` has space for 64 words.
 */
export function inverseBlock(numbers: usize, steps: usize, space: usize, to: usize, stride: usize): void {
  transform(
    row(numbers, steps, 0),
    row(numbers, steps, 1),
    row(numbers, steps, 2),
    row(numbers, steps, 3),
    row(numbers, steps, 4),
    row(numbers, steps, 5),
    row(numbers, steps, 6),
    row(numbers, steps, 7),
    space,
  );
  const r0 = v128.load(space);
  const r1 = v128.load(space, 16);
  const r2 = v128.load(space, 32);
  const r3 = v128.load(space, 48);
  const r4 = v128.load(space, 64);
  const r5 = v128.load(space, 80);
  const r6 = v128.load(space, 96);
  const r7 = v128.load(space, 112);
  const a0 = i16x8.shuffle(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
  const a1 = i16x8.shuffle(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
  const a2 = i16x8.shuffle(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
  const a3 = i16x8.shuffle(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
  const b0 = i16x8.shuffle(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
  const b1 = i16x8.shuffle(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
  const b2 = i16x8.shuffle(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
  const b3 = i16x8.shuffle(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
  const c0 = i32x4.shuffle(a0, a1, 0, 4, 1, 5);
  const c1 = i32x4.shuffle(a0, a1, 2, 6, 3, 7);
  const c2 = i32x4.shuffle(a2, a3, 0, 4, 1, 5);
  const c3 = i32x4.shuffle(a2, a3, 2, 6, 3, 7);
  const d0 = i32x4.shuffle(b0, b1, 0, 4, 1, 5);
  const d1 = i32x4.shuffle(b0, b1, 2, 6, 3, 7);
  const d2 = i32x4.shuffle(b2, b3, 0, 4, 1, 5);
  const d3 = i32x4.shuffle(b2, b3, 2, 6, 3, 7);
  transform(
    i64x2.shuffle(c0, c2, 0, 2),
    i64x2.shuffle(c0, c2, 1, 3),
    i64x2.shuffle(c1, c3, 0, 2),
    i64x2.shuffle(c1, c3, 1, 3),
    i64x2.shuffle(d0, d2, 0, 2),
    i64x2.shuffle(d0, d2, 1, 3),
    i64x2.shuffle(d1, d3, 0, 2),
    i64x2.shuffle(d1, d3, 1, 3),
    space,
  );
  // Columns of eight bytes, two in a vector, which become rows.
  const e0 = columns(space, 0);
  const e1 = columns(space, 32);
  const e2 = columns(space, 64);
  const e3 = columns(space, 96);
  const f0 = i8x16.shuffle(e0, e2, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23); // columns 0 and 4
  const f1 = i8x16.shuffle(e0, e2, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31); // 1 and 5
  const f2 = i8x16.shuffle(e1, e3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23); // 2 and 6
  const f3 = i8x16.shuffle(e1, e3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31); // 3 and 7
  const g0 = i8x16.shuffle(f0, f2, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23); // 0, 2, 4, 6 of the upper rows
  const g1 = i8x16.shuffle(f0, f2, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const g2 = i8x16.shuffle(f1, f3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23); // 1, 3, 5, 7
  const g3 = i8x16.shuffle(f1, f3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  storeTwo(to, stride, i8x16.shuffle(g0, g2, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  storeTwo(to + 2 * stride, stride, i8x16.shuffle(g0, g2, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
  storeTwo(to + 4 * stride, stride, i8x16.shuffle(g1, g3, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  storeTwo(to + 6 * stride, stride, i8x16.shuffle(g1, g3, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
}

/** Two columns of words as bytes, clipped. */
// @ts-ignore: decorator
@inline
function columns(space: usize, at: usize): v128 {
  const bytes = i8x16.narrow_i16x8_s(i16x8.shr_s(v128.load(space + at), 5), i16x8.shr_s(v128.load(space + at, 16), 5));
  return v128.xor(bytes, i8x16.splat(-128));
}

// @ts-ignore: decorator
@inline
function storeTwo(to: usize, stride: usize, rows: v128): void {
  v128.store64_lane(to, rows, 0);
  v128.store64_lane(to + stride, rows, 1);
}
