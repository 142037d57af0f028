import type { Randomness } from "../randomness.ts";

/** The randomness of a stage that orders or chooses elements, by its option `reshuffle`. */
export function orderRandomness(reshuffle: boolean | undefined): Omit<Randomness, "draws"> {
  return reshuffle === false
    ? { fixedOrder: true }
    : { reshuffles: reshuffle === undefined, loops: { count: 0 } };
}

/** The epoch by which such a stage draws: 0 if its order is fixed. */
export function orderEpoch({ fixedOrder = false }: Randomness, epoch: number): number {
  return fixedOrder ? 0 : epoch;
}
