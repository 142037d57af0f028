import type { ScoreMatrix, Scores } from "./scores.ts";

/**
 * Numbers in the form of other scores: a list, or a matrix.
 *
 * @inline
 */
export type SameForm<S extends Scores> = S extends ScoreMatrix
  ? { readonly data: Float64Array; readonly shape: readonly number[] }
  : Float64Array;
