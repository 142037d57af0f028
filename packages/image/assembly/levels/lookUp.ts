/**
 * Replaces the bytes from `at` to `end` by the entries of tables of 256 bytes, one after the other for each channel.
 *
 * Up to 23 more bytes are replaced.
 */
export function lookUp(at: usize, end: usize, tables: usize, channels: i32): void {
  const a = tables;
  if (channels == 1) {
    for (; at < end; at += 16) {
      const low = eight(at, a, a, a);
      v128.store(at, i64x2.shuffle(low, eight(at + 8, a, a, a), 0, 2));
    }
  } else if (channels == 3) {
    const b = tables + 256;
    const c = tables + 512;
    for (; at < end; at += 24) {
      const low = eight(at, a, b, c);
      v128.store(at, i64x2.shuffle(low, eight(at + 8, c, a, b), 0, 2));
      v128.store64_lane(at, eight(at + 16, b, c, a), 0, 16);
    }
  } else
    for (; at < end; at += channels)
      for (let c = 0; c < channels; ++c) store<u8>(at + c, load<u8>(tables + (c << 8) + load<u8>(at + c)));
}

/**
 * The entries of eight bytes in three tables in turn.
 *
 * One store writes the whole vector, because a store for each byte is what takes the time: 0.3 ms more for 3 MB.
 */
// @ts-ignore: decorator
@inline
function eight(at: usize, a: usize, b: usize, c: usize): v128 {
  let found = v128.load8_splat(a + load<u8>(at));
  found = v128.load8_lane(b + load<u8>(at, 1), found, 1);
  found = v128.load8_lane(c + load<u8>(at, 2), found, 2);
  found = v128.load8_lane(a + load<u8>(at, 3), found, 3);
  found = v128.load8_lane(b + load<u8>(at, 4), found, 4);
  found = v128.load8_lane(c + load<u8>(at, 5), found, 5);
  found = v128.load8_lane(a + load<u8>(at, 6), found, 6);
  return v128.load8_lane(b + load<u8>(at, 7), found, 7);
}
