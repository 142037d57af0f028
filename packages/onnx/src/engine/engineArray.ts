/** Numbers and their shape, the batch first: what a batch of `@tensorloom/data` has. */
export interface EngineArray {
  /** Any typed array of numbers; another type than float32 is converted. */
  readonly data:
    | Float32Array
    | Float64Array
    | Int8Array
    | Int16Array
    | Int32Array
    | Uint8Array
    | Uint8ClampedArray
    | Uint16Array
    | Uint32Array;
  readonly shape: readonly number[];
}

/** Computed numbers and their shape. */
export interface EngineOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}
