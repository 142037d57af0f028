import { joinsVectors } from "../wasm/simdBinary.ts";

/** A matrix product c[m, n] = a[m, k] * b[k, n], as the kernel runs it. */
export interface ProductPlan {
  /** The part of the depth k that one pass takes (cache blocking). */
  readonly block: number;
  /** Whether a (or b) is packed into panels first, because the micro-kernel cannot read it in place. */
  readonly packA: boolean;
  readonly packB: boolean;
  /** Bytes of scratch: one register tile and the panels. */
  readonly scratchBytes: number;
}

/** The register tiles (assembly/product/tileDouble.ts, tileNarrow.ts) and the rows that are computed together (assembly/product/product.ts). */
const LARGEST_TILE = 96;
const STRIP = 12;
const NARROW = 8;
/** Bytes of scratch if nothing is packed: one register tile. */
export const TILE_BYTES: number = LARGEST_TILE * 4;
/** Columns read in place must come in whole vectors, and in a tile at least; in whole narrow tiles if vectors are doubled. */
const VECTOR = 4;

/** A wide panel of b of this depth takes 12 KB, and a strip of a as much: together less than a first-level cache. */
const BLOCK = 256;

/** The most bytes of a and b together that a pass reads in place, so that they stay in a first-level cache. */
const MAX_IN_PLACE_BYTES = 24 * 1024;
const MIN_IN_PLACE_BLOCK = 32;

/** A product whose a lies by rows (a[i] contiguous), as in a convolution and its input gradient: b is always packed. */
export function planRows(n: number, k: number): ProductPlan {
  return plan({ block: Math.min(BLOCK, k), packA: false, packB: true }, 0, n);
}

/**
 * A product whose a is a transposed view, as in a filter gradient: a is x[k, m], b is dy[k, n], both summed over their rows.
 * Narrow ones are read in place, in blocks that stay in the cache; wide ones are packed.
 */
export function planColumns(m: number, n: number, k: number, doubled: boolean = joinsVectors()): ProductPlan {
  const inPlace = Math.floor(MAX_IN_PLACE_BYTES / (4 * (m + n)));
  if (n % (doubled ? NARROW : VECTOR) === 0 && n >= NARROW && inPlace >= MIN_IN_PLACE_BLOCK)
    return plan({ block: Math.min(inPlace, k), packA: false, packB: false }, m, n);
  return plan({ block: Math.min(BLOCK, k), packA: true, packB: true }, m, n);
}

function plan(choice: Omit<ProductPlan, "scratchBytes">, m: number, n: number): ProductPlan {
  // The panels of b are 12 (or 16) or 8 wide: together never wider than n and one narrow panel.
  const panelsA = choice.packA ? Math.ceil(m / STRIP) * STRIP : 0;
  const panelsB = choice.packB ? n + NARROW : 0;
  return { ...choice, scratchBytes: (LARGEST_TILE + (panelsA + panelsB) * choice.block) * 4 };
}
