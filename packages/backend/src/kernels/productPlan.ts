/** A matrix product c[m, n] = a[m, k] * b[k, n], as the kernel is to run it. */
export interface ProductPlan {
  /** How much of the depth k one pass takes. */
  readonly block: number;
  /** Copy a (or b) into panels first: needed where the micro-kernel could not read it in place. */
  readonly packA: boolean;
  readonly packB: boolean;
  /** Bytes of scratch: one register tile and the panels. */
  readonly scratchBytes: number;
}

/** The register tile (assembly/tile.ts). */
const ROWS = 6;
const COLUMNS = 8;

/** A panel of b of this depth takes 8 KB, a quarter of a first-level cache. */
const BLOCK = 256;

/** The most bytes of a and b together that a pass may walk over in place, so that they stay in a first-level cache. */
const IN_PLACE_BYTES = 24 * 1024;
const LEAST_IN_PLACE_BLOCK = 32;

/** A product whose a lies by rows (a[i] contiguous), as in a convolution and its input gradient: b is always packed. */
export function planRows(n: number, k: number): ProductPlan {
  return plan({ block: Math.min(BLOCK, k), packA: false, packB: true }, 0, n);
}

/**
 * A product whose a is a transposed view, as in a filter gradient: a is x[k, m], b is dy[k, n], both summed over their rows.
 * Narrow ones are read in place, in blocks that stay in the cache; wide ones are packed.
 */
export function planColumns(m: number, n: number, k: number): ProductPlan {
  const inPlace = Math.floor(IN_PLACE_BYTES / (4 * (m + n)));
  if (n % COLUMNS === 0 && inPlace >= LEAST_IN_PLACE_BLOCK)
    return plan({ block: Math.min(inPlace, k), packA: false, packB: false }, m, n);
  return plan({ block: Math.min(BLOCK, k), packA: true, packB: true }, m, n);
}

function plan(choice: Omit<ProductPlan, "scratchBytes">, m: number, n: number): ProductPlan {
  const panel = (size: number, width: number, packed: boolean): number =>
    packed ? Math.ceil(size / width) * width * choice.block : 0;
  const floats = ROWS * COLUMNS + panel(n, COLUMNS, choice.packB) + panel(m, ROWS, choice.packA);
  return { ...choice, scratchBytes: floats * 4 };
}
