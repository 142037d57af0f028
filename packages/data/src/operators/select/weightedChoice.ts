import { random, type Random } from "@tensorloom/core";
import { finite } from "@tensorloom/core/internal";
import { hashBelow } from "../../random/permutation.ts";
import type { Sampling } from "./sampledSource.ts";

const [TWO_20, TWO_32, TWO_52] = [2 ** 20, 2 ** 32, 2 ** 52];

/**
 * Checks weights, and sums them.
 *
 * @returns The sum of the weights up to each position, and how many are above 0.
 */
export function sumWeights(weights: Float64Array): {
  readonly sums: Float64Array;
  readonly positive: number;
} {
  const sums = new Float64Array(weights.length);
  let [sum, positive] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i];
    if (!(weight >= 0 && weight < Infinity)) finite(`sampleByWeight: weights[${String(i)}]`, weight, 0);
    if (weight > 0) positive += 1;
    sum += weight;
    sums[i] = sum;
  }
  if (positive === 0) throw new RangeError("sampleByWeight: weights must have one above 0");
  if (sum === Infinity)
    throw new RangeError(
      "sampleByWeight: weights must have a finite sum, got one above 1.8e308; divide them",
    );
  return { sums, positive };
}

/**
 * Draws with replacement: the first position whose sum is above a uniform number.
 *
 * @param sums - The sum of the weights up to each position.
 */
export function chooseWith(sums: Float64Array): Sampling["choose"] {
  const total = sums[sums.length - 1];
  const last = sums.indexOf(total); // the last weight above 0
  return (name, epoch) => {
    const stream = random(...name, epoch);
    const keys = [stream.integer(TWO_32), stream.integer(TWO_32)] as const;
    return (position) => {
      // 52 bits by two hashes of the position: a stream of random numbers for each takes ten times as long
      const bits = hashBelow(keys[0], position, TWO_32) * TWO_20 + hashBelow(keys[1], position, TWO_20);
      const target = (bits / TWO_52) * total;
      let [low, high] = [0, last];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (sums[middle] > target) high = middle;
        else low = middle + 1;
      }
      return low;
    };
  };
}

/**
 * Draws without replacement: the order of exponential numbers whose rates are the weights.
 *
 * The smallest of the numbers that are left belongs to an element with a probability proportional to its weight.
 */
export function chooseWithout(weights: Float64Array, size: number): Sampling["choose"] {
  return (name, epoch) => {
    let order: Uint32Array | undefined; // made when it is needed
    return (position) => (order ??= drawOrder(weights, size, random(...name, epoch)))[position];
  };
}

function drawOrder(weights: Float64Array, size: number, stream: Random): Uint32Array {
  const keys = weights.map((weight) => -Math.log((stream.integer(TWO_52) + 1) / TWO_52) / weight);
  const drawn = Uint32Array.from(weights.keys()).filter((i) => weights[i] > 0);
  return drawn.sort((a, b) => keys[a] - keys[b] || a - b).slice(0, size);
}
