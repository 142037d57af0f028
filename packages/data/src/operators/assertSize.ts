import { integer } from "@tensorloom/core";
import { AGAIN } from "../later.ts";
import type { Operator } from "../source.ts";
import { stage } from "../stage.ts";

/**
 * States how many elements there are, where it is known from elsewhere; a pass that gives more or fewer throws.
 *
 * @throws RangeError where `size` is not an integer of at least 0.
 * @see tf.data.experimental.assert_cardinality
 */
export function assertSize<T>(size: number): Operator<T, T> {
  integer("assertSize: size", size, 0);
  const wrong = (got: string): never => {
    throw new RangeError(`expected ${String(size)} elements, got ${got}`);
  };
  return stage({
    label: `assertSize(${String(size)})`,
    size,
    work: () => ({
      next: (element: T, index) => (index < size ? element : wrong("more")),
      end: (index) => (index === size ? AGAIN : wrong(String(index))),
    }),
  });
}
