/**
 * A row of levels between the tables of the four tiles around each, as equalizeTiles.ts interpolates.
 *
 * An entry of the tables is four bytes: of the upper left, upper right, lower left and lower right tile. `offsets` holds
 * the offset of a pixel's tables, `shares` the share of the right ones and `rests` the rest. Up to three bytes more are written.
 */
export function equalizeRow(at: usize, count: i32, tables: usize, offsets: usize, shares: usize, rests: usize, up: f32, down: f32, to: usize): void {
  const nothing = <i32>(count < 0); // 0, which the compiler does not know: see simd/rgb.ts
  const byte = i32x4.splat(255 + nothing);
  const whole = f32x4.splat(12582912 + <f32>nothing); // rounds half to even
  const join = v128.or(i8x16(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1), i32x4.splat(nothing));
  const above = f32x4.splat(up);
  const below = f32x4.splat(down);
  const end = at + count;
  do {
    let found = v128.load32_zero(tables + load<u32>(offsets) + (<usize>load<u8>(at) << 2));
    found = v128.load32_lane(tables + load<u32>(offsets, 4) + (<usize>load<u8>(at, 1) << 2), found, 1);
    found = v128.load32_lane(tables + load<u32>(offsets, 8) + (<usize>load<u8>(at, 2) << 2), found, 2);
    found = v128.load32_lane(tables + load<u32>(offsets, 12) + (<usize>load<u8>(at, 3) << 2), found, 3);
    const share = v128.load(shares);
    const rest = v128.load(rests);
    const upper = f32x4.add(f32x4.mul(levels(v128.and(found, byte)), rest), f32x4.mul(levels(v128.and(i32x4.shr_u(found, 8), byte)), share));
    const lower = f32x4.add(f32x4.mul(levels(v128.and(i32x4.shr_u(found, 16), byte)), rest), f32x4.mul(levels(i32x4.shr_u(found, 24)), share));
    const sum = f32x4.add(f32x4.mul(upper, above), f32x4.mul(lower, below));
    v128.store32_lane(to, i8x16.swizzle(f32x4.add(sum, whole), join), 0);
    at += 4;
    offsets += 16;
    shares += 16;
    rests += 16;
    to += 4;
  } while (at < end);
}

// @ts-ignore: decorator
@inline
function levels(numbers: v128): v128 {
  return f32x4.convert_i32x4_s(numbers);
}
