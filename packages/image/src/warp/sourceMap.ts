/**
 * The source position of every pixel, row by row.
 *
 * Positions are those of a matrix of `warpAffine`: the centre of the first pixel is at (0, 0).
 */
export interface SourceMap {
  readonly height: number;
  readonly width: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}
