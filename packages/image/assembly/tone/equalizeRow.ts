/**
 * A row of levels between the tables of the four tiles around each, as equalizeTiles.ts interpolates.
 *
 * `left` and `right` hold the offset of a pixel's tables, `shares` the share of the right one and `rests` the rest.
 */
export function equalizeRow(at: usize, count: i32, upper: usize, lower: usize, left: usize, right: usize, shares: usize, rests: usize, up: f32, down: f32, to: usize): void {
  const rows = f32x4.replace_lane(f32x4.splat(up), 1, down);
  for (let x: usize = 0; x < <usize>count; ++x) {
    const level: usize = load<u8>(at + x);
    const one: usize = <usize>load<u32>(left + (x << 2)) + level;
    const other: usize = <usize>load<u32>(right + (x << 2)) + level;
    const near = f32x4.mul(values(upper + one, lower + one), v128.load32_splat(rests + (x << 2)));
    const far = f32x4.mul(values(upper + other, lower + other), v128.load32_splat(shares + (x << 2)));
    const both = f32x4.mul(f32x4.add(near, far), rows);
    const sum = f32x4.extract_lane(both, 0) + f32x4.extract_lane(both, 1);
    store<u8>(to + x, <u8>(reinterpret<u32>(sum + 12582912.0))); // rounds half to even
  }
}

// @ts-ignore: decorator
@inline
function values(upper: usize, lower: usize): v128 {
  const pair = i32x4.replace_lane(i32x4.splat(load<u8>(upper)), 1, load<u8>(lower));
  return f32x4.convert_i32x4_s(pair);
}
