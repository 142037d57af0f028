import { finishRows } from "../elementwise/finishRows";
import { pack } from "./pack";
import { NARROW, NARROW_ROWS, tileNarrow } from "./tileNarrow";
import { tileWide, WIDE, WIDE_ROWS } from "./tileWide";

/** Rows of c that are made together: whole tiles of both kinds. */
const STRIP: i32 = 12;
/** Bytes of one register tile in scratch: the larger of 3 x 12 and 4 x 8 floats. */
const SPARE: usize = 144;

/**
 * c[m, n] = (or +=) a[m, k] * b[k, n], any strides, in blocks of `block` of the depth k.
 *
 * `a`: element (i, p) at `a + i * aRow + p * aStep`; `b`: element (p, j) at `b + p * bStep + j * bAcross`; `c`: rows of n.
 * `packA`, `packB`: copy the block into panels first; b must be packed unless its rows are contiguous and n is a multiple of
 * 4 from 8 up. `bias` (or 0) and `activation` are applied to twelve rows at a time, while they lie in the first-level cache.
 * `scratch`: one tile, then the panels of b, then those of a.
 */
export function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bAcross: usize,
  c: usize, m: i32, n: i32, k: i32,
  add: bool, block: i32, packA: bool, packB: bool, scratch: usize,
  bias: usize, activation: i32,
): void {
  const columns = (n + 3) & ~3;
  const over = columns % WIDE;
  const wide = over == 0 ? columns : max(0, columns - (over == NARROW ? NARROW : 2 * NARROW)); // columns in wide panels
  const padded = wide + ((columns - wide + NARROW - 1) / NARROW) * NARROW;
  const panelsB = scratch + SPARE;
  const panelsA = panelsB + (packB ? <usize>(padded * min(block, k) * 4) : 0);
  for (let p = 0; p < k; p += block) {
    const depth = min(block, k - p);
    const blockA = a + (<usize>p) * aStep;
    const blockB = b + (<usize>p) * bStep;
    if (packA) pack(blockA, aStep, aRow, depth, m, STRIP, panelsA);
    if (packB) {
      pack(blockB, bStep, bAcross, depth, min(n, wide), WIDE, panelsB);
      pack(blockB + <usize>wide * bAcross, bStep, bAcross, depth, n - wide, NARROW, panelsB + <usize>(wide * depth * 4));
    }
    for (let i = 0; i < m; i += STRIP) {
      const rows = min(STRIP, m - i);
      const to = c + (<usize>i) * (<usize>n) * 4;
      const rowsA = packA ? panelsA + <usize>(i * depth * 4) : blockA + (<usize>i) * aRow;
      strip(
        rowsA, packA ? 4 : aRow, packA ? <usize>(STRIP * 4) : aStep, rows,
        packB ? panelsB : blockB, packB ? 0 : bStep, depth,
        to, n, wide, add || p > 0, scratch,
      );
      if (p + depth == k) finishRows(to, <usize>n * 4, rows, n, bias, activation);
    }
  }
}

/**
 * Up to twelve rows of c, tile by tile; a tile over the edge is made in `spare` and its part inside is copied.
 * `bStep`: bytes from one row of b to the next, or 0 if b lies in panels.
 */
function strip(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, n: i32, wide: i32, add: bool, spare: usize,
): void {
  const cRow = (<usize>n) * 4;
  const panelStep = bStep == 0 ? <usize>(depth * 4) : 4; // bytes from one column of b to the next, for whole panels
  for (let j = 0; j < wide; j += WIDE) {
    const panel = b + (<usize>j) * panelStep;
    const step = bStep == 0 ? <usize>(WIDE * 4) : bStep;
    const columns = min(WIDE, n - j);
    for (let i = 0; i < rows; i += WIDE_ROWS) {
      const from = a + (<usize>i) * aRow;
      const at = c + (<usize>i) * cRow + <usize>(j * 4);
      const inside = min(WIDE_ROWS, rows - i);
      const whole = inside == WIDE_ROWS && columns == WIDE;
      tileWide(from, aRow, aStep, inside, panel, step, depth, whole ? at : spare, whole ? cRow : <usize>(WIDE * 4), whole && add);
      if (!whole) put(spare, WIDE, at, cRow, inside, columns, add);
    }
  }
  for (let j = wide; j < n; j += NARROW) {
    const panel = b + (<usize>j) * panelStep;
    const step = bStep == 0 ? <usize>(NARROW * 4) : bStep;
    const columns = min(NARROW, n - j);
    for (let i = 0; i < rows; i += NARROW_ROWS) {
      const from = a + (<usize>i) * aRow;
      const at = c + (<usize>i) * cRow + <usize>(j * 4);
      const inside = min(NARROW_ROWS, rows - i);
      const whole = inside == NARROW_ROWS && columns == NARROW;
      tileNarrow(from, aRow, aStep, inside, panel, step, depth, whole ? at : spare, whole ? cRow : <usize>(NARROW * 4), whole && add);
      if (!whole) put(spare, NARROW, at, cRow, inside, columns, add);
    }
  }
}

/** Copies (or adds) the part of a tile that is inside c. */
function put(tile: usize, width: i32, c: usize, cRow: usize, rows: i32, columns: i32, add: bool): void {
  for (; rows > 0; --rows, tile += <usize>(width * 4), c += cRow) {
    for (let j = 0; j < columns; ++j) {
      const to = c + <usize>(j * 4);
      const value = f32.load(tile + <usize>(j * 4));
      f32.store(to, add ? f32.load(to) + value : value);
    }
  }
}
