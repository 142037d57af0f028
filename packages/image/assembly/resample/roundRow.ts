/** The bytes of singles, rounded half to even and clipped; up to fifteen more than `count` are read and written. */
export function roundRow(from: usize, count: i32, to: usize): void {
  for (let i = 0; i < count; i += 16, from += 64, to += 16) {
    const low = i16x8.narrow_i32x4_s(whole(v128.load(from)), whole(v128.load(from, 16)));
    const up = i16x8.narrow_i32x4_s(whole(v128.load(from, 32)), whole(v128.load(from, 48)));
    v128.store(to, i8x16.narrow_i16x8_u(low, up));
  }
}

// @ts-ignore: decorator
@inline
export function whole(values: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(values));
}
