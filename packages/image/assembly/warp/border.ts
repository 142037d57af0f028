/** The rules for positions outside, as JavaScript numbers them. */
export const EDGE = 0;
export const REFLECT = 1;
export const MIRROR = 2;
const WRAP = 3;
export const CONSTANT = 4;

/** Maps a whole position to one from 0 to `size - 1`, or to -1 for the rule of a constant. */
// @ts-ignore: decorator
@inline
export function inside(place: f64, size: i32, rule: i32): i32 {
  if (place >= 0 && place < <f64>size) return <i32>place;
  if (rule == EDGE) return place < 0 ? 0 : size - 1;
  return turned(place, <f64>size, rule);
}

function turned(place: f64, size: f64, rule: i32): i32 {
  if (rule == WRAP) return <i32>modulo(place, size);
  if (rule == REFLECT) {
    const at = modulo(place, 2 * size);
    return <i32>(at < size ? at : 2 * size - 1 - at);
  }
  if (rule != MIRROR) return -1;
  if (size == 1) return 0;
  const at = modulo(place, 2 * size - 2);
  return <i32>(at < size ? at : 2 * size - 2 - at);
}

// @ts-ignore: decorator
@inline
function modulo(place: f64, size: f64): f64 {
  return place - size * floor(place / size);
}
