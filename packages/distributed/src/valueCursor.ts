import type { Values } from "./communicator.ts";

/** Several arrays read or written as one, from front to back. */
export class Pieces {
  readonly length: number;
  readonly #list: readonly Float32Array[];
  #piece = 0;
  #at = 0;

  constructor(values: Values) {
    this.#list = values instanceof Float32Array ? [values] : values;
    this.length = this.#list.reduce((total, { length }) => total + length, 0);
  }

  /** Copies the next numbers into `target`, all of it. */
  read(target: Float32Array): void {
    this.#walk(target.length, (part, at) => target.set(part, at));
  }

  /** Writes `source` over the next numbers. */
  write(source: Float32Array): void {
    this.#walk(source.length, (part, at) => part.set(source.subarray(at, at + part.length)));
  }

  #walk(count: number, visit: (part: Float32Array, at: number) => void): void {
    for (let done = 0; done < count;) {
      const piece = this.#list[this.#piece];
      const part = piece.subarray(this.#at, this.#at + count - done);
      visit(part, done);
      done += part.length;
      this.#at += part.length;
      if (this.#at < piece.length) continue;
      this.#piece++;
      this.#at = 0;
    }
  }
}
