import { blurLines, marginOf, put, take } from "./boxLine";

/**
 * Blurs columns of singles by three boxes, four columns at a time, as boxBlur.ts blurs a line.
 *
 * `line` has space for four doubles for each row and margin. Beyond the last column, up to three are read and written.
 */
export function blurColumns(
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
  for (let x = 0; x < width; x += 4) {
    const column = plane + (x << 2);
    for (let i = 0; i < height; ++i) put(line, margin + i, v128.load(column + <usize>i * row));
    blurLines(line, height, reach, share, scale);
    // The last vector may be narrower than four columns: the rest belongs to the next row.
    for (let i = 0; i < height; ++i) {
      const values = take(line, i);
      const to = column + <usize>i * row;
      if (x + 4 <= width) v128.store(to, values);
      else {
        v128.store32_lane(to, values, 0);
        if (x + 2 <= width) v128.store32_lane(to, values, 1, 4);
        if (x + 3 <= width) v128.store32_lane(to, values, 2, 8);
      }
    }
  }
}
