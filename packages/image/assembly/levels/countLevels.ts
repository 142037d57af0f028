/**
 * Adds to the counts of 256 levels, 32 bits each, one channel after the other.
 *
 * Every other RGB pixel is counted in tables of its own, which follow: neighbours are often equal, and a count waits for
 * the one before it of the same level.
 */
export function countLevels(at: usize, end: usize, channels: i32, counts: usize): void {
  if (channels == 3) {
    for (; at + 6 <= end; at += 6) {
      add(counts, load<u8>(at));
      add(counts + 1024, load<u8>(at, 1));
      add(counts + 2048, load<u8>(at, 2));
      add(counts + 3072, load<u8>(at, 3));
      add(counts + 4096, load<u8>(at, 4));
      add(counts + 5120, load<u8>(at, 5));
    }
    if (at < end) {
      add(counts, load<u8>(at));
      add(counts + 1024, load<u8>(at, 1));
      add(counts + 2048, load<u8>(at, 2));
    }
  } else
    for (; at < end; at += channels)
      for (let c = 0; c < channels; ++c) add(counts + (c << 10), load<u8>(at + c));
}

// @ts-ignore: decorator
@inline
function add(counts: usize, level: usize): void {
  const at = counts + (level << 2);
  store<u32>(at, load<u32>(at) + 1);
}
