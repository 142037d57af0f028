import type { NumberArray, Values } from "./communicator.ts";

/**
 * The arrays of some values, as a list.
 * @example
 * ```ts
 * import { arraysOf } from "@tensorloom/distributed/internal";
 *
 * arraysOf(Float32Array.of(1)); // => [Float32Array.of(1)]
 * ```
 */
export function arraysOf(values: Values): readonly NumberArray[] {
  return ArrayBuffer.isView(values) ? [values] : values;
}

/**
 * Reads or writes several arrays as one, from front to back.
 * @example
 * ```ts
 * import { ValueCursor } from "@tensorloom/distributed/internal";
 *
 * const next = new Float32Array(2);
 * new ValueCursor([Float32Array.of(1), Float32Array.of(2, 3)]).read(next);
 * next; // => Float32Array.of(1, 2)
 * ```
 */
export class ValueCursor {
  readonly length: number;
  readonly #arrays: readonly NumberArray[];
  #array = 0;
  #at = 0;

  constructor(values: Values) {
    this.#arrays = arraysOf(values);
    this.length = this.#arrays.reduce((total, { length }) => total + length, 0);
  }

  /** Fills `target` with the next numbers. */
  read(target: NumberArray): void {
    this.#visit(target.length, (part, at) => target.set(part, at));
  }

  /** Overwrites the next numbers with `source`. */
  write(source: NumberArray): void {
    this.#visit(source.length, (part, at) => part.set(source.subarray(at, at + part.length)));
  }

  /** The next numbers, as views of one or more arrays. */
  take(count: number): readonly NumberArray[] {
    const parts: NumberArray[] = [];
    this.#visit(count, (part) => parts.push(part));
    return parts;
  }

  #visit(count: number, use: (part: NumberArray, at: number) => void): void {
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
