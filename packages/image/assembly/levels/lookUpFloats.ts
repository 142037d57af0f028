/** Sets floats from `to` on to the entries of tables of 256 floats, one after the other for each channel. */
export function lookUpFloats(at: usize, end: usize, tables: usize, channels: i32, to: usize): void {
  if (channels == 3) {
    const a = tables;
    const b = tables + 1024;
    const c = tables + 2048;
    for (; at + 12 <= end; at += 12, to += 48) {
      v128.store(to, four(at, a, b, c));
      v128.store(to, four(at + 4, b, c, a), 16);
      v128.store(to, four(at + 8, c, a, b), 32);
    }
    for (; at < end; at += 3, to += 12) {
      store<f32>(to, load<f32>(a + ((<usize>load<u8>(at)) << 2)));
      store<f32>(to, load<f32>(b + ((<usize>load<u8>(at, 1)) << 2)), 4);
      store<f32>(to, load<f32>(c + ((<usize>load<u8>(at, 2)) << 2)), 8);
    }
  } else
    for (; at < end; at += channels)
      for (let c = 0; c < channels; ++c, to += 4)
        store<f32>(to, load<f32>(tables + (c << 10) + ((<usize>load<u8>(at + c)) << 2)));
}

/** The entries of four bytes in three tables in turn. */
// @ts-ignore: decorator
@inline
function four(at: usize, a: usize, b: usize, c: usize): v128 {
  let found = v128.load32_zero(a + ((<usize>load<u8>(at)) << 2));
  found = v128.load32_lane(b + ((<usize>load<u8>(at, 1)) << 2), found, 1);
  found = v128.load32_lane(c + ((<usize>load<u8>(at, 2)) << 2), found, 2);
  return v128.load32_lane(a + ((<usize>load<u8>(at, 3)) << 2), found, 3);
}
