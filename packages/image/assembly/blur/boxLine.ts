/**
 * Blurs four lines of `length` values by three boxes, as boxBlur.ts blurs one: those that {@link put} stored from
 * `margin` on. The margins are mirrored.
 */
export function blurLines(line: usize, length: i32, reach: i32, share: f64, scale: f64): void {
  const span = 2 * reach + 2;
  const margin = marginOf(reach);
  for (let i = 0; i < margin; ++i) {
    copy(line, margin + mirrored(i, length), margin - 1 - i);
    copy(line, margin + mirrored(length + i, length), margin + length + i);
  }
  for (let left = length + 2 * span; left >= length; left -= span) pass(line, left, span, share, scale);
}

/** The values before a line that its blur needs. */
// @ts-ignore: decorator
@inline
export function marginOf(reach: i32): i32 {
  return 3 * reach + 3;
}

/** Stores one single of each line as doubles. */
// @ts-ignore: decorator
@inline
export function put(line: usize, i: i32, values: v128): void {
  const to = line + (i << 5);
  v128.store(to, f64x2.promote_low_f32x4(values));
  v128.store(to, f64x2.promote_low_f32x4(i64x2.shuffle(values, values, 1, 1)), 16);
}

/** Loads one single of each line. */
// @ts-ignore: decorator
@inline
export function take(line: usize, i: i32): v128 {
  const from = line + (i << 5);
  return i64x2.shuffle(f32x4.demote_f64x2_zero(v128.load(from)), f32x4.demote_f64x2_zero(v128.load(from, 16)), 0, 2);
}

function pass(line: usize, left: i32, span: i32, share: f64, scale: f64): void {
  let one = f64x2.splat(0); // the sums of the whole values
  let other = one;
  for (let k = 1; k < span; ++k) {
    one = f64x2.add(one, v128.load(line + (k << 5)));
    other = f64x2.add(other, v128.load(line + (k << 5), 16));
  }
  const part = f64x2.splat(share);
  const all = f64x2.splat(scale);
  let at = line;
  let end = line + (span << 5);
  let before = v128.load(at);
  let beforeOther = v128.load(at, 16);
  for (let i = 0; i < left; ++i, at += 32, end += 32) {
    const after = v128.load(end);
    const afterOther = v128.load(end, 16);
    v128.store(at, f64x2.mul(f64x2.add(one, f64x2.mul(part, f64x2.add(before, after))), all));
    v128.store(at, f64x2.mul(f64x2.add(other, f64x2.mul(part, f64x2.add(beforeOther, afterOther))), all), 16);
    before = v128.load(at, 32);
    beforeOther = v128.load(at, 48);
    one = f64x2.add(one, f64x2.sub(after, before));
    other = f64x2.add(other, f64x2.sub(afterOther, beforeOther));
  }
}

function copy(line: usize, from: i32, to: i32): void {
  v128.store(line + (to << 5), v128.load(line + (from << 5)));
  v128.store(line + (to << 5), v128.load(line + (from << 5), 16), 16);
}

function mirrored(place: i32, length: i32): i32 {
  const turned = place % (2 * length);
  return turned < length ? turned : 2 * length - 1 - turned;
}
