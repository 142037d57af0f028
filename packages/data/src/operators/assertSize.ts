import { integer } from "@tensorloom/core/internal";
import { SKIP } from "../pass/maybeAsync.ts";
import type { Operator } from "../source.ts";
import { stage } from "../pass/stage.ts";

/**
 * States the number of elements; a pass with more or fewer throws.
 *
 * @param size - The number of elements; `Infinity` if endless.
 * @throws RangeError if `size` is neither an integer of at least 0 nor `Infinity`.
 * @see tf.data.experimental.assert_cardinality
 * @example
 * ```ts
 * import { assertSize, range } from "@tensorloom/data";
 *
 * const passed = range(10).filter((x) => x % 2 === 0).apply(assertSize(5));
 * passed.size; // => 5
 * await passed.toArray(); // => [0, 2, 4, 6, 8]
 * ```
 */
export function assertSize<T>(size: number): Operator<T, T> {
  if (size !== Infinity) integer("assertSize: size", size, 0);
  const wrong = (got: string): never => {
    const expected = size === Infinity ? "elements without end" : `${String(size)} elements`;
    throw new RangeError(`expected ${expected}, got ${got}`);
  };
  return stage({
    label: `assertSize(${String(size)})`,
    size,
    work: () => ({
      next: (element: T, index) => (index < size ? element : wrong("more")),
      flush: (index) => (index === size ? SKIP : wrong(String(index))),
    }),
  });
}
