import { finishRows } from "./finishRows";
import { pack } from "./pack";
import { COLUMNS, ROWS, tile } from "./tile";

/** Bytes of one register tile in scratch. */
const SPARE: usize = ROWS * COLUMNS * 4;

/**
 * c[m, n] = (or +=) a[m, k] * b[k, n], any strides, in blocks of `block` of the depth k.
 *
 * `a`: element (i, p) at `a + i * aRow + p * aStep`; `b`: element (p, j) at `b + p * bStep + j * bAcross`; `c`: rows of n.
 * `packA`, `packB`: copy the block into panels first; b must be packed unless its rows are contiguous and n is a multiple of 8.
 * `bias` (or 0) and `activation` are applied to six rows at a time, while they lie in the first-level cache.
 * `scratch`: one tile, then the panels of b, then those of a.
 */
export function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bAcross: usize,
  c: usize, m: i32, n: i32, k: i32,
  add: bool, block: i32, packA: bool, packB: bool, scratch: usize,
  bias: usize, activation: i32,
): void {
  const panelsB = scratch + SPARE;
  const panelsA = panelsB + (packB ? <usize>(((n + COLUMNS - 1) / COLUMNS) * COLUMNS * min(block, k) * 4) : 0);
  for (let p = 0; p < k; p += block) {
    const depth = min(block, k - p);
    const blockA = a + (<usize>p) * aStep;
    const blockB = b + (<usize>p) * bStep;
    if (packA) pack(blockA, aStep, aRow, depth, m, ROWS, panelsA);
    if (packB) pack(blockB, bStep, bAcross, depth, n, COLUMNS, panelsB);
    for (let i = 0; i < m; i += ROWS) {
      const rows = min(ROWS, m - i);
      const to = c + (<usize>i) * (<usize>n) * 4;
      const rowsA = packA ? panelsA + <usize>(i * depth * 4) : blockA + (<usize>i) * aRow;
      strip(
        rowsA, packA ? 4 : aRow, packA ? <usize>(ROWS * 4) : aStep, rows,
        packB ? panelsB : blockB, packB ? <usize>(COLUMNS * 4) : bStep, packB ? <usize>(depth * 4) : 4, depth,
        to, n, add || p > 0, scratch,
      );
      if (p + depth == k) finishRows(to, rows, n, bias, activation);
    }
  }
}

/** Up to six rows of c, tile by tile; a tile over the edge is made in `spare` and its part inside is copied. */
function strip(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, bColumn: usize, depth: i32,
  c: usize, n: i32, add: bool, spare: usize,
): void {
  const cRow = (<usize>n) * 4;
  for (let j = 0; j < n; j += COLUMNS) {
    const at = c + <usize>(j * 4);
    const panel = b + (<usize>j) * bColumn;
    const columns = min(COLUMNS, n - j);
    if (rows == ROWS && columns == COLUMNS) {
      tile(a, aRow, aStep, rows, panel, bStep, depth, at, cRow, add);
      continue;
    }
    tile(a, aRow, aStep, rows, panel, bStep, depth, spare, <usize>(COLUMNS * 4), false);
    for (let i = 0; i < rows; ++i) {
      for (let q = 0; q < columns; ++q) {
        const to = at + (<usize>i) * cRow + <usize>(q * 4);
        const value = f32.load(spare + <usize>((i * COLUMNS + q) * 4));
        f32.store(to, add ? f32.load(to) + value : value);
      }
    }
  }
}
