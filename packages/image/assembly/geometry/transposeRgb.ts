import { joinMask, spreadMask } from "../simd/rgb";

/** Rows and columns of a tile, a multiple of four: its pixels stay in the processor's L1 cache. */
const TILE = 32;

/**
 * Writes columns of RGB bytes as rows `first` to `last - 1` of the result, tile by tile; the order of its rows or of its
 * columns may be mirrored. Four times four pixels are moved together.
 */
export function transposeRgb(from: usize, height: i32, width: i32, mirrorsRows: i32, mirrorsColumns: i32, first: i32, last: i32, to: usize): void {
  const stride: usize = 3 * width;
  const row: usize = 3 * height;
  // The distances of pixels that are next to each other in a row, and in a column, of the result.
  const across: usize = mirrorsColumns ? 0 - stride : stride;
  const down: usize = mirrorsRows ? -3 : 3;
  const start = from + (mirrorsColumns ? <usize>(height - 1) * stride : 0) + (mirrorsRows ? 3 * (width - 1) : 0);
  for (let top = first; top < last; top += TILE) {
    const bottom = min(top + TILE, last);
    for (let left = 0; left < height; left += TILE) {
      const right = min(left + TILE, height);
      let y = top;
      for (; y + 4 <= bottom; y += 4) {
        const at = start + <usize>y * down;
        const out = to + <usize>(y - first) * row;
        let x = left;
        if (right - left >= 4) {
          moveFours(at + <usize>x * across - (mirrorsRows ? 9 : 0), across, mirrorsRows, out + 3 * x, row, (right - left) >> 2, height - right < 2);
          x += (right - left) & ~3;
        }
        for (; x < right; ++x) for (let k: usize = 0; k < 4; ++k) movePixel(at + <usize>x * across + k * down, out + 3 * x + k * row);
      }
      for (; y < bottom; ++y)
        for (let x = left; x < right; ++x) movePixel(start + <usize>y * down + <usize>x * across, to + <usize>(y - first) * row + 3 * x);
    }
  }
}

// @ts-ignore: decorator
@inline
function movePixel(at: usize, to: usize): void {
  store<u16>(to, load<u16>(at));
  store<u8>(to, load<u8>(at, 2), 2);
}

/** Moves `count` blocks of four times four pixels; `isEnd` if fewer than two pixels follow in the rows. */
function moveFours(at: usize, across: usize, mirrorsRows: i32, to: usize, row: usize, count: i32, isEnd: bool): void {
  const nothing = <i32>(count < 0);
  const spread = spreadMask(nothing);
  const join = joinMask(nothing);
  const first = mirrorsRows ? to + 3 * row : to;
  const step: usize = mirrorsRows ? 0 - row : row;
  const second = first + step;
  const third = second + step;
  const fourth = third + step;
  let offset: usize = 0;
  do {
    const a = i8x16.swizzle(v128.load(at), spread);
    const b = i8x16.swizzle(v128.load(at + across), spread);
    at += across << 1;
    const c = i8x16.swizzle(v128.load(at), spread);
    const d = i8x16.swizzle(v128.load(at + across), spread);
    at += across << 1;
    const low = i32x4.shuffle(a, b, 0, 4, 1, 5);
    const up = i32x4.shuffle(a, b, 2, 6, 3, 7);
    const otherLow = i32x4.shuffle(c, d, 0, 4, 1, 5);
    const otherUp = i32x4.shuffle(c, d, 2, 6, 3, 7);
    const one = i8x16.swizzle(i64x2.shuffle(low, otherLow, 0, 2), join);
    const two = i8x16.swizzle(i64x2.shuffle(low, otherLow, 1, 3), join);
    const three = i8x16.swizzle(i64x2.shuffle(up, otherUp, 0, 2), join);
    const four = i8x16.swizzle(i64x2.shuffle(up, otherUp, 1, 3), join);
    if (--count || !isEnd) {
      // The four bytes after them belong to pixels that are written later.
      v128.store(first + offset, one);
      v128.store(second + offset, two);
      v128.store(third + offset, three);
      v128.store(fourth + offset, four);
    } else {
      storeTwelve(first + offset, one);
      storeTwelve(second + offset, two);
      storeTwelve(third + offset, three);
      storeTwelve(fourth + offset, four);
    }
    offset += 12;
  } while (count);
}

function storeTwelve(to: usize, pixels: v128): void {
  v128.store64_lane(to, pixels, 0);
  v128.store32_lane(to, pixels, 2, 8);
}
