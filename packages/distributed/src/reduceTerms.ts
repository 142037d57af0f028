import type { NumberArray, Reduction } from "./communicator.ts";
import { addFloats } from "./wasm/addFloats.ts";

/**
 * Combines the numbers of all ranks, in the order of ranks.
 *
 * @param terms - The numbers of each rank, arrays of one type and length.
 * @param result - Receives them; it may be one of the terms.
 */
export function reduceTerms(
  reduction: Reduction,
  terms: readonly NumberArray[],
  result: NumberArray = terms[0].slice(),
): NumberArray {
  if (reduction === "sum" && result instanceof Float32Array)
    addFloats(terms as readonly Float32Array[], result); // all have the type of the result
  else {
    const [first, ...others] = terms;
    const combine = COMBINE[reduction];
    for (let i = 0; i < first.length; i++)
      result[i] = others.reduce((combined, term) => combine(combined, term[i]), first[i]);
  }
  return result;
}

const COMBINE: Readonly<Record<Reduction, (combined: number, next: number) => number>> = {
  sum: (combined, next) => combined + next,
  max: (combined, next) => (next > combined ? next : combined),
  min: (combined, next) => (next < combined ? next : combined),
};
