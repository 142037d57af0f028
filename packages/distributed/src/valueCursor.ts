import type { Values } from "./communicator.ts";

/** Reads or writes several arrays as one, from front to back. */
export class ValueCursor {
  readonly length: number;
  readonly #arrays: readonly Float32Array[];
  #array = 0;
  #at = 0;

  constructor(values: Values) {
    this.#arrays = values instanceof Float32Array ? [values] : values;
    this.length = this.#arrays.reduce((total, { length }) => total + length, 0);
  }

  /** Fills `target` with the next numbers. */
  read(target: Float32Array): void {
    this.#visit(target.length, (part, at) => target.set(part, at));
  }

  /** Overwrites the next numbers with `source`. */
  write(source: Float32Array): void {
    this.#visit(source.length, (part, at) => part.set(source.subarray(at, at + part.length)));
  }

  #visit(count: number, use: (part: Float32Array, at: number) => void): void {
    for (let done = 0; done < count;) {
      const array = this.#arrays[this.#array];
      const part = array.subarray(this.#at, this.#at + count - done);
      use(part, done);
      done += part.length;
      this.#at += part.length;
      if (this.#at < array.length) continue;
      this.#array++;
      this.#at = 0;
    }
  }
}
