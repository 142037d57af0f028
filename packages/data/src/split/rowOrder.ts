import { permutation } from "../random/permutation.ts";
import { fnv1a } from "../random/streams.ts";

/**
 * Returns an order of the integers below `length`: shuffled by the seed, or ascending.
 *
 * @param purpose - What is ordered: orders of different purposes are independent.
 */
export function rowOrder(
  length: number,
  { seed, shuffle }: { readonly seed: number; readonly shuffle: boolean },
  purpose: string,
): Uint32Array {
  const order = shuffle ? permutation(length, [seed, fnv1a(purpose)]) : (position: number) => position;
  return Uint32Array.from({ length }, (_, position) => order(position));
}
