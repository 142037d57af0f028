/** One weight's numbers, row by row, and their shape. */
export interface Weight {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Weights by name, `layer/kind`: `stem_conv/kernel`. */
export type NamedWeights = ReadonlyMap<string, Weight>;
