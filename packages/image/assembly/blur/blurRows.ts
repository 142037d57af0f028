import { blurLines, marginOf, put, take } from "./boxLine";

/**
 * Blurs rows of singles by three boxes, four rows at a time, as boxBlur.ts blurs a line.
 *
 * `line` has space for four doubles for each column and margin.
 */
export function blurRows(
  plane: usize,
  height: i32,
  width: i32,
  reach: i32,
  share: f64,
  scale: f64,
  line: usize,
): void {
  const margin = marginOf(reach);
  const row: usize = width << 2;
  for (let y = 0; y < height; y += 4) {
    // If fewer than four rows are left, a row takes the place of the missing ones, and gets the same values again.
    const a = plane + <usize>y * row;
    const b = y + 1 < height ? a + row : a;
    const c = y + 2 < height ? b + row : a;
    const d = y + 3 < height ? c + row : a;
    const whole = width & ~3;
    for (let i = 0; i < whole; i += 4) {
      const at: usize = i << 2;
      const p = v128.load(a + at);
      const q = v128.load(b + at);
      const r = v128.load(c + at);
      const s = v128.load(d + at);
      const low = i32x4.shuffle(p, q, 0, 4, 1, 5);
      const up = i32x4.shuffle(p, q, 2, 6, 3, 7);
      const otherLow = i32x4.shuffle(r, s, 0, 4, 1, 5);
      const otherUp = i32x4.shuffle(r, s, 2, 6, 3, 7);
      put(line, margin + i, i64x2.shuffle(low, otherLow, 0, 2));
      put(line, margin + i + 1, i64x2.shuffle(low, otherLow, 1, 3));
      put(line, margin + i + 2, i64x2.shuffle(up, otherUp, 0, 2));
      put(line, margin + i + 3, i64x2.shuffle(up, otherUp, 1, 3));
    }
    for (let i = whole; i < width; ++i) {
      const at: usize = i << 2;
      put(
        line,
        margin + i,
        f32x4(load<f32>(a + at), load<f32>(b + at), load<f32>(c + at), load<f32>(d + at)),
      );
    }
    blurLines(line, width, reach, share, scale);
    for (let i = 0; i < whole; i += 4) {
      const at: usize = i << 2;
      const p = take(line, i);
      const q = take(line, i + 1);
      const r = take(line, i + 2);
      const s = take(line, i + 3);
      const low = i32x4.shuffle(p, q, 0, 4, 1, 5);
      const up = i32x4.shuffle(p, q, 2, 6, 3, 7);
      const otherLow = i32x4.shuffle(r, s, 0, 4, 1, 5);
      const otherUp = i32x4.shuffle(r, s, 2, 6, 3, 7);
      v128.store(a + at, i64x2.shuffle(low, otherLow, 0, 2));
      v128.store(b + at, i64x2.shuffle(low, otherLow, 1, 3));
      v128.store(c + at, i64x2.shuffle(up, otherUp, 0, 2));
      v128.store(d + at, i64x2.shuffle(up, otherUp, 1, 3));
    }
    for (let i = whole; i < width; ++i) {
      const at: usize = i << 2;
      const values = take(line, i);
      v128.store32_lane(a + at, values, 0);
      v128.store32_lane(b + at, values, 1);
      v128.store32_lane(c + at, values, 2);
      v128.store32_lane(d + at, values, 3);
    }
  }
}
