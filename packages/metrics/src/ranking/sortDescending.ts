/** Up to this many rows, a comparison sort is faster than the passes of the radix sort. */
const MAX_COMPARED = 4096;
const DIGITS = 2 ** 16;

/**
 * The order of numbers from the highest to the lowest: a list of positions. Equal numbers keep their order.
 *
 * Many rows are sorted by radix (LSD, four digits of 16 bits): 1,000,000 rows take a fifth of the time of a sort with a
 * comparing function.
 *
 * @param values - Finite numbers.
 */
export function sortDescending(values: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(values.length);
  for (let at = 0; at < order.length; at++) order[at] = at;
  if (values.length <= MAX_COMPARED) return order.sort((a, b) => values[b] - values[a] || a - b);
  const keys = sortableKeys(values);
  let [from, to] = [order, new Uint32Array(values.length)];
  for (let digit = 0; digit < 4; digit++) {
    const starts = startsOfDigits(keys, digit);
    if (starts === undefined) continue;
    for (const position of from) to[starts[keys[4 * position + digit]]++] = position;
    [from, to] = [to, from];
  }
  return from;
}

/**
 * Four digits of each number, lowest first, that sort as the numbers do from the highest to the lowest.
 *
 * They are the bits of the number; those of one that is not negative are inverted, except for the sign.
 */
function sortableKeys(values: ArrayLike<number>): Uint16Array {
  const numbers = new Float64Array(values.length);
  for (let at = 0; at < numbers.length; at++) numbers[at] = values[at] + 0; // -0 becomes 0: they are equal
  const keys = new Uint16Array(numbers.buffer);
  for (let at = 0; at < keys.length; at += 4) {
    if (keys[at + 3] >= 0x8000) continue; // negative: the larger its bits, the lower it is
    for (let digit = 0; digit < 3; digit++) keys[at + digit] ^= 0xffff;
    keys[at + 3] ^= 0x7fff;
  }
  return keys;
}

/** The position in the order at which each value of a digit begins. `undefined` if all numbers have the same. */
function startsOfDigits(keys: Uint16Array, digit: number): Uint32Array | undefined {
  const starts = new Uint32Array(DIGITS);
  for (let at = digit; at < keys.length; at += 4) starts[keys[at]]++;
  let before = 0;
  for (let value = 0; value < DIGITS; value++) {
    const count = starts[value];
    if (count === keys.length / 4) return undefined;
    starts[value] = before;
    before += count;
  }
  return starts;
}
