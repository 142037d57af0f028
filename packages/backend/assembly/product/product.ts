import { finishRows } from "../elementwise/finishRows";
import { pack } from "./pack";
import { NARROW, NARROW_ROWS, tileNarrow } from "./tileNarrow";
import { DOUBLE, DOUBLE_ROWS, tileDouble } from "./tileDouble";
import { tileWide, WIDE, WIDE_ROWS } from "./tileWide";

/** Rows of c that are made together: whole tiles of both kinds. */
const STRIP: i32 = 12;
/** How b lies: in rows, in rows that are copied into panels first, or in panels. */
const IN_PLACE: i32 = 0;
const PACK: i32 = 1;
const PACKED: i32 = 2;
/** Bytes of one register tile in scratch: the largest of 3 x 12, 4 x 8 and 6 x 16 floats. */
const SPARE: usize = 384;

/** Whether the compiler joins pairs of vectors: wide panels are then those of the doubled tile. */
let doubled: bool = false;

/** Says whether the compiler joins pairs of vectors into vectors of eight lanes. No number of a result depends on it. */
export function useDoubleVectors(on: bool): void {
  doubled = on;
}

/** Columns of a wide panel; products of parts of the columns begin at multiples of them. */
export function panelColumns(): i32 {
  return doubled ? DOUBLE : WIDE;
}

/**
 * c[m, n] = (or +=) a[m, k] * b[k, n], any strides, in blocks of `block` of the depth k.
 *
 * `a`: element (i, p) at `a + i * aRow + p * aStep`; `b`: element (p, j) at `b + p * bStep + j * bAcross`; `c`: rows `cRow`
 * bytes apart.
 * `packA`, `packB`: copy the block into panels first; b must be packed unless its rows are contiguous and n is a multiple of
 * 4 (of 8 if vectors are doubled) from 8 up. If `packB` is 2, b lies in panels already (`packPanels`): `bStep` is their padded columns, and `bAcross` the
 * columns before those of this product, a multiple of `panelColumns`. `bias` (or 0) and `activation` are applied to twelve rows at a time, while they lie in the first-level cache.
 * `scratch`: one tile, then the panels of b, then those of a.
 */
export function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize, bAcross: usize,
  c: usize, cRow: usize, m: i32, n: i32, k: i32,
  add: bool, block: i32, packA: bool, packB: i32, scratch: usize,
  bias: usize, activation: i32,
): void {
  const wide = wideColumns(n);
  let panelsB = scratch + SPARE;
  const panelsA = panelsB + (packB == PACK ? <usize>(paddedColumns(n) * min(block, k) * 4) : 0);
  for (let p = 0; p < k; p += block) {
    const depth = min(block, k - p);
    const blockA = a + (<usize>p) * aStep;
    const blockB = b + (<usize>p) * bStep;
    if (packA) pack(blockA, aStep, aRow, depth, m, STRIP, panelsA);
    if (packB == PACK) packBlock(blockB, bStep, bAcross, n, depth, panelsB);
    else if (packB == PACKED) panelsB = b + (<usize>p * bStep + bAcross * <usize>depth) * 4;
    for (let i = 0; i < m; i += STRIP) {
      const rows = min(STRIP, m - i);
      const to = c + (<usize>i) * cRow;
      const rowsA = packA ? panelsA + <usize>(i * depth * 4) : blockA + (<usize>i) * aRow;
      strip(
        rowsA, packA ? 4 : aRow, packA ? <usize>(STRIP * 4) : aStep, rows,
        packB != IN_PLACE ? panelsB : blockB, packB != IN_PLACE ? 0 : bStep, depth,
        to, cRow, n, wide, add || p > 0, scratch,
      );
      if (p + depth == k) finishRows(to, cRow, rows, n, bias, activation);
    }
  }
}

/** The columns of b that lie in wide panels. */
function wideColumns(n: i32): i32 {
  const columns = (n + 3) & ~3;
  if (doubled) return columns - columns % DOUBLE;
  const over = columns % WIDE;
  return over == 0 ? columns : max(0, columns - (over == NARROW ? NARROW : 2 * NARROW));
}

/** The columns of all panels: those that `packPanels` writes for each row of b. */
export function paddedColumns(n: i32): i32 {
  const wide = wideColumns(n);
  return wide + ((n - wide + NARROW - 1) / NARROW) * NARROW;
}

function packBlock(b: usize, bStep: usize, bAcross: usize, n: i32, depth: i32, to: usize): void {
  const wide = wideColumns(n);
  pack(b, bStep, bAcross, depth, min(n, wide), panelColumns(), to);
  pack(b + <usize>wide * bAcross, bStep, bAcross, depth, n - wide, NARROW, to + <usize>(wide * depth * 4));
}

/**
 * Copies b[k, n] into the panels of every block of the depth, for products of the same `block` with `packB` 2.
 */
export function packPanels(b: usize, bStep: usize, bAcross: usize, n: i32, k: i32, block: i32, to: usize): void {
  const row = <usize>(paddedColumns(n) * 4);
  for (let p = 0; p < k; p += block) packBlock(b + <usize>p * bStep, bStep, bAcross, n, min(block, k - p), to + <usize>p * row);
}

/**
 * Up to twelve rows of c, tile by tile; a tile over the edge is made in `spare`, from and to which its part inside is copied.
 * `bStep`: bytes from one row of b to the next, or 0 if b lies in panels.
 */
function strip(
  a: usize, aRow: usize, aStep: usize, rows: i32,
  b: usize, bStep: usize, depth: i32,
  c: usize, cRow: usize, n: i32, wide: i32, add: bool, spare: usize,
): void {
  const panelStep = bStep == 0 ? <usize>(depth * 4) : 4; // bytes from one column of b to the next, for whole panels
  for (let j = 0; j < n;) {
    const isWide = j < wide;
    const width = isWide ? panelColumns() : NARROW;
    const height = isWide ? (doubled ? DOUBLE_ROWS : WIDE_ROWS) : NARROW_ROWS;
    const panel = b + (<usize>j) * panelStep;
    const row = <usize>(width * 4);
    const step = bStep == 0 ? row : bStep;
    const columns = min(width, n - j);
    for (let i = 0; i < rows; i += height) {
      const from = a + (<usize>i) * aRow;
      const at = c + (<usize>i) * cRow + <usize>(j * 4);
      const inside = min(height, rows - i);
      const whole = inside == height && columns == width;
      const to = whole ? at : spare;
      const toRow = whole ? cRow : row;
      if (!whole && add) copyTile(at, cRow, spare, row, inside, columns);
      if (!isWide) tileNarrow(from, aRow, aStep, inside, panel, step, depth, to, toRow, add);
      else if (doubled) tileDouble(from, aRow, aStep, inside, panel, step, depth, to, toRow, add);
      else tileWide(from, aRow, aStep, inside, panel, step, depth, to, toRow, add);
      if (!whole) copyTile(spare, row, at, cRow, inside, columns);
    }
    j += width;
  }
}

/** Copies the part of a tile that is inside c. */
function copyTile(from: usize, fromRow: usize, to: usize, toRow: usize, rows: i32, columns: i32): void {
  for (; rows > 0; --rows, from += fromRow, to += toRow) {
    for (let j = 0; j < columns; ++j) f32.store(to + <usize>(j * 4), f32.load(from + <usize>(j * 4)));
  }
}
