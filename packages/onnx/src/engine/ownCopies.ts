/**
 * Copies of numbers in memory that threads share. ONNX Runtime reads and writes other memory in place, but not that.
 *
 * The arrays are kept, so a step allocates none.
 */
export class OwnCopies {
  readonly #arrays = new Map<string, Float32Array>();

  /** The numbers, or a copy of them if threads share their memory. */
  read(name: string, values: Float32Array): Float32Array {
    const place = this.place(name, values);
    if (place !== values) place.set(values);
    return place;
  }

  /** The memory to write the numbers of `values` to: its own, or an array that `copyBack` copies. */
  place(name: string, values: Float32Array): Float32Array {
    if (values.buffer instanceof ArrayBuffer) return values;
    const known = this.#arrays.get(name);
    if (known?.length === values.length) return known;
    const made = new Float32Array(values.length);
    this.#arrays.set(name, made);
    return made;
  }

  /** Copies the array that was written instead of `values`, if there is one. */
  copyBack(name: string, values: Float32Array): void {
    const place = this.place(name, values);
    if (place !== values) values.set(place);
  }
}
