import type { Randomness } from "../source.ts";

/** What is random at a new stage that orders or chooses elements: `reshuffle` is what was said of it, if anything was. */
export function orderRandomness(reshuffle: boolean | undefined): Randomness {
  return reshuffle === false
    ? { fixedOrder: true }
    : { reshuffles: reshuffle === undefined, loops: { count: 0 } };
}

/** The epoch that such a stage draws by: always the same if its order is fixed. */
export function orderEpoch({ fixedOrder = false }: Randomness, epoch: number): number {
  return fixedOrder ? 0 : epoch;
}
