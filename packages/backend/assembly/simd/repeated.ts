/** A channel multiplier is a plain depthwise convolution over channels repeated: [c, m] lies in memory as [c * m]. */
export function repeatEach(from: usize, count: usize, times: i32, to: usize): void {
  for (; count > 0; --count, from += 4) {
    const value = f32.load(from);
    for (let i = 0; i < times; ++i, to += 4) f32.store(to, value);
  }
}

/** The reverse: sums each group of `times` neighbours. */
export function sumEach(from: usize, count: usize, times: i32, to: usize): void {
  for (; count > 0; --count, to += 4) {
    let sum: f32 = 0;
    for (let i = 0; i < times; ++i, from += 4) sum += f32.load(from);
    f32.store(to, sum);
  }
}
