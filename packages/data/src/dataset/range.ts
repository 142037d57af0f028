import { finite, integer } from "@tensorloom/core/internal";
import { Dataset } from "./dataset.ts";
import { indexedSource } from "../sources/indexed.ts";

/**
 * Makes a dataset of numbers. They are below `first`, or from `first` to below `second`.
 *
 * @param step - The difference between two numbers, not 0; default 1.
 * @throws RangeError if a bound is not a safe integer, or `step` is 0 or not finite; TypeError if one is not a number.
 * @see tf.data.Dataset.range
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 *
 * await range(10, 0, -4).toArray(); // => [10, 6, 2]
 * ```
 */
export function range(first: number, second?: number, step = 1): Dataset<number> {
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  integer("range: start", start);
  integer("range: stop", stop);
  if (finite("range: step", step) === 0) throw new RangeError("range: step must not be 0");
  const size = Math.max(0, Math.ceil((stop - start) / step));
  const words = [...(second === undefined ? [] : [start]), stop, ...(step === 1 ? [] : [step])];
  const numbers = { length: size, at: (index: number) => (index < size ? start + index * step : undefined) };
  return new Dataset(indexedSource({ label: `range(${words.join(", ")})`, size, indexed: () => numbers }));
}
