import { integer } from "@tensorloom/core/internal";
import { mersenneTwister } from "./mersenneTwister.ts";

const MAX = 2 ** 32 - 1;

/**
 * Returns the order of `numpy.random.RandomState(seed).permutation(length)`.
 *
 * It is the order of scikit-learn's `random_state=seed`, so a split of a notebook can be repeated exactly:
 * `train_test_split` takes the first rows of it for the test, and the others for training; `KFold(shuffle=True)` divides
 * it into consecutive blocks, whose rows it then sorts. For new work, `split` and `kFold` shuffle by themselves.
 *
 * @param length - How many numbers, from 0 to 2^32 - 1.
 * @param seed - The seed, from 0 to 2^32 - 1.
 * @throws RangeError if an argument is out of range.
 * @see numpy/random/mtrand.pyx, `RandomState.permutation`; sklearn.model_selection.train_test_split
 * @example
 * ```ts
 * import { numpyPermutation } from "@tensorloom/data";
 *
 * numpyPermutation(8, 42); // => Uint32Array.of(1, 5, 0, 7, 2, 4, 3, 6)
 * ```
 */
export function numpyPermutation(length: number, seed: number): Uint32Array {
  integer("numpyPermutation: length", length, 0, MAX);
  integer("numpyPermutation: seed", seed, 0, MAX);
  const next = mersenneTwister(seed);
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let last = length - 1; last > 0; last--) {
    const mask = MAX >>> Math.clz32(last);
    let other = (next() & mask) >>> 0;
    while (other > last) other = (next() & mask) >>> 0; // numpy draws again rather than dividing
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
