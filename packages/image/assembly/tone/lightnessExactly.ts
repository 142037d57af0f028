/** The function of CIE L*a*b* between the values of a table of doubles with 4096 steps. */
// @ts-ignore: decorator
@inline
function between(table: usize, t: f64): f64 {
  const place = t * 4096;
  const below = <i32>place;
  const at = table + (below << 3);
  const value = load<f64>(at);
  return value + (place - <f64>below) * (load<f64>(at, 8) - value);
}

// @ts-ignore: decorator
@inline
function light(linear: usize, level: usize): f64 {
  return load<f64>(linear + (level << 3));
}

/** The lightness of pixels of RGB and perhaps alpha, in double precision as lightness.ts computes it. */
export function lightnessExactly(at: usize, end: usize, channels: i32, table: usize, linear: usize, to: usize): void {
  for (; at < end; at += channels, ++to) {
    const y = 0.212671 * light(linear, load<u8>(at)) + 0.71516 * light(linear, load<u8>(at, 1)) + 0.072169 * light(linear, load<u8>(at, 2));
    store<u8>(to, byte(2.55 * (116 * between(table, y) - 16)));
  }
}

// @ts-ignore: decorator
@inline
function byte(value: f64): u8 {
  return <u8><i32>(nearest(min(max(value, 0), 255)));
}

/** Sets the lightness of a pixel to a level, in double precision as lightness.ts does. */
export function setLightnessExactly(at: usize, wanted: u8, table: usize, linear: usize, levels: usize, bend: f64, slope: f64, offset: f64): void {
  const red = light(linear, load<u8>(at));
  const green = light(linear, load<u8>(at, 1));
  const blue = light(linear, load<u8>(at, 2));
  const x = (0.412453 * red + 0.35758 * green + 0.180423 * blue) / 0.950456;
  const y = 0.212671 * red + 0.71516 * green + 0.072169 * blue;
  const z = (0.019334 * red + 0.119193 * green + 0.950227 * blue) / 1.088754;
  const middle = between(table, y);
  const moved = (<f64>wanted / 2.55 + 16) / 116;
  const newX = 0.950456 * inverse(moved + between(table, x) - middle, bend, slope, offset);
  const newY = inverse(moved, bend, slope, offset);
  const newZ = 1.088754 * inverse(moved + between(table, z) - middle, bend, slope, offset);
  store<u8>(at, levelOf(levels, 3.240479 * newX - 1.53715 * newY - 0.498535 * newZ));
  store<u8>(at, levelOf(levels, -0.969256 * newX + 1.875991 * newY + 0.041556 * newZ), 1);
  store<u8>(at, levelOf(levels, 0.055648 * newX - 0.204043 * newY + 1.057311 * newZ), 2);
}

// @ts-ignore: decorator
@inline
function inverse(t: f64, bend: f64, slope: f64, offset: f64): f64 {
  return t > bend ? t * t * t : slope * (t - offset);
}

/** The level in a table of bytes with 16384 steps. */
// @ts-ignore: decorator
@inline
function levelOf(levels: usize, light: f64): u8 {
  return load<u8>(levels + <i32>(min(max(light * 16384 + 0.5, 0), 16384)));
}
