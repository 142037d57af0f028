const SIN_4: f64 = 0.7071067811865476;

/**
 * Transforms eight pairs of doubles, as forwardDct.ts does, and stores them 16 bytes apart.
 *
 * The sine and cosines of an eighth of a turn come from JavaScript, so that they are the same.
 */
// @ts-ignore: decorator
@inline
function transform(v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, v6: v128, v7: v128, turns: usize, to: usize): void {
  const s0 = f64x2.add(v0, v7);
  const s1 = f64x2.add(v1, v6);
  const s2 = f64x2.add(v2, v5);
  const s3 = f64x2.add(v3, v4);
  const d0 = f64x2.sub(v0, v7);
  const d1 = f64x2.sub(v1, v6);
  const d2 = f64x2.sub(v2, v5);
  const d3 = f64x2.sub(v3, v4);
  const sin4 = f64x2.splat(SIN_4);

  const outer = f64x2.add(s0, s3);
  const inner = f64x2.add(s1, s2);
  const even = f64x2.sub(s0, s3);
  const turned = f64x2.mul(f64x2.add(f64x2.sub(s1, s2), even), sin4);
  v128.store(to, f64x2.add(outer, inner));
  v128.store(to, f64x2.sub(outer, inner), 64);
  v128.store(to, f64x2.add(even, turned), 32);
  v128.store(to, f64x2.sub(even, turned), 96);

  const low = f64x2.add(d3, d2);
  const middle = f64x2.add(d2, d1);
  const up = f64x2.add(d1, d0);
  const shared = f64x2.mul(f64x2.sub(low, up), v128.load64_splat(turns));
  const first = f64x2.add(f64x2.mul(v128.load64_splat(turns, 8), low), shared);
  const last = f64x2.add(f64x2.mul(v128.load64_splat(turns, 16), up), shared);
  const half = f64x2.mul(middle, sin4);
  const less = f64x2.sub(d0, half);
  const more = f64x2.add(d0, half);
  v128.store(to, f64x2.add(less, first), 80);
  v128.store(to, f64x2.sub(less, first), 48);
  v128.store(to, f64x2.add(more, last), 16);
  v128.store(to, f64x2.sub(more, last), 112);
}

/**
 * The quantized coefficients of a block of 8x8 singles, 32 bits each and 32768 too large, in natural order at `to`.
 *
 * `factors` are doubles; `space` has space for 80 doubles.
 */
export function quantizedBlock(samples: usize, stride: usize, turns: usize, factors: usize, space: usize, to: usize): void {
  for (let pair: usize = 0; pair < 4; ++pair, samples += stride << 1) {
    const below = samples + stride;
    const a = v128.load(samples);
    const b = v128.load(samples, 16);
    const c = v128.load(below);
    const d = v128.load(below, 16);
    const p = i32x4.shuffle(a, c, 0, 4, 1, 5);
    const q = i32x4.shuffle(a, c, 2, 6, 3, 7);
    const r = i32x4.shuffle(b, d, 0, 4, 1, 5);
    const s = i32x4.shuffle(b, d, 2, 6, 3, 7);
    transform(
      f64x2.promote_low_f32x4(p),
      f64x2.promote_low_f32x4(i64x2.shuffle(p, p, 1, 1)),
      f64x2.promote_low_f32x4(q),
      f64x2.promote_low_f32x4(i64x2.shuffle(q, q, 1, 1)),
      f64x2.promote_low_f32x4(r),
      f64x2.promote_low_f32x4(i64x2.shuffle(r, r, 1, 1)),
      f64x2.promote_low_f32x4(s),
      f64x2.promote_low_f32x4(i64x2.shuffle(s, s, 1, 1)),
      turns,
      space + (pair << 7),
    );
  }
  const work = space + 512;
  for (let k: usize = 0; k < 8; k += 2) {
    const at = space + (k << 4);
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 128);
    const d = v128.load(at, 144);
    const e = v128.load(at, 256);
    const f = v128.load(at, 272);
    const g = v128.load(at, 384);
    const h = v128.load(at, 400);
    transform(
      i64x2.shuffle(a, b, 0, 2),
      i64x2.shuffle(a, b, 1, 3),
      i64x2.shuffle(c, d, 0, 2),
      i64x2.shuffle(c, d, 1, 3),
      i64x2.shuffle(e, f, 0, 2),
      i64x2.shuffle(e, f, 1, 3),
      i64x2.shuffle(g, h, 0, 2),
      i64x2.shuffle(g, h, 1, 3),
      turns,
      work,
    );
    for (let v: usize = 0; v < 8; ++v) {
      const scaled = f64x2.mul(v128.load(work + (v << 4)), v128.load(factors + (v << 6) + (k << 3)));
      // From 2^52 on, doubles are whole, and their low bits are an integer.
      const whole = f64x2.add(f64x2.floor(f64x2.add(scaled, f64x2.splat(32768.5))), f64x2.splat(4503599627370496.0));
      v128.store64_lane(to + (v << 5) + (k << 2), i32x4.shuffle(whole, whole, 0, 2, 0, 2), 0);
    }
  }
}
