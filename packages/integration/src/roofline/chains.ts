/** Independent sums in the loop of multiply-adds: more than a core has in flight. */
export const CHAINS = 10;
