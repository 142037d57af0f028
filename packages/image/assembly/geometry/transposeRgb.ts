/** Rows and columns of a tile: its pixels stay in the processor's L1 cache. */
const TILE = 32;

/**
 * Writes rows of RGB bytes as columns, tile by tile; the rows or the columns of the result may be mirrored.
 *
 * A pixel is written as four bytes, of which the last belongs to the next pixel of its row, which is written later.
 */
export function transposeRgb(
  from: usize,
  height: i32,
  width: i32,
  mirrorsRows: i32,
  mirrorsColumns: i32,
  to: usize,
): void {
  const stride: usize = 3 * width;
  const step: usize = mirrorsColumns ? 0 - stride : stride;
  for (let top = 0; top < height; top += TILE) {
    const bottom = min(top + TILE, height);
    const first = mirrorsColumns ? height - 1 - top : top;
    const whole = bottom == height ? bottom - 1 : bottom;
    for (let left = 0; left < width; left += TILE) {
      const right = min(left + TILE, width);
      for (let x = left; x < right; ++x) {
        let at = from + <usize>first * stride + 3 * <usize>x;
        let out = to + 3 * (<usize>(mirrorsRows ? width - 1 - x : x) * <usize>height + <usize>top);
        for (let y = top; y < whole; ++y, at += step, out += 3) store<u32>(out, load<u32>(at));
        if (whole < bottom) {
          store<u16>(out, load<u16>(at));
          store<u8>(out, load<u8>(at, 2), 2);
        }
      }
    }
  }
}
