/** Vectors of bytes that words can sum: 257 times 255 is less than 2^16. */
const MOST: usize = 257 * 48;

/**
 * Adds the bytes from `at` to `end` to 48 sums of 32 bits: the byte at `i` to sum `i % 48`.
 *
 * Up to 47 more bytes are read, which must be 0.
 */
export function sumLevels(at: usize, end: usize, sums: usize): void {
  while (at < end) {
    const stop = min(end, at + MOST);
    let a = i16x8.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    do {
      a = i16x8.add(a, v128.load8x8_u(at));
      b = i16x8.add(b, v128.load8x8_u(at, 8));
      c = i16x8.add(c, v128.load8x8_u(at, 16));
      d = i16x8.add(d, v128.load8x8_u(at, 24));
      e = i16x8.add(e, v128.load8x8_u(at, 32));
      f = i16x8.add(f, v128.load8x8_u(at, 40));
      at += 48;
    } while (at < stop);
    add(sums, a);
    add(sums + 32, b);
    add(sums + 64, c);
    add(sums + 96, d);
    add(sums + 128, e);
    add(sums + 160, f);
  }
}

function add(sums: usize, words: v128): void {
  v128.store(sums, i32x4.add(v128.load(sums), i32x4.extend_low_i16x8_u(words)));
  v128.store(sums, i32x4.add(v128.load(sums, 16), i32x4.extend_high_i16x8_u(words)), 16);
}
