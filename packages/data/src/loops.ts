import type { Loops } from "./randomness.ts";
import type { Source } from "./source.ts";

/**
 * The epoch of a loop that names none: the first that no loop over the same random stages was. A source without any counts
 * its own loops (`own`). Where an epoch was named above, every loop is that one.
 */
export function nextEpoch(source: Source<unknown>, own: Loops): number {
  const stages = stagesUpTo(source);
  if (stages.some(({ random }) => random?.named === true)) return 0;
  const counts = new Set([own, ...stages.flatMap(({ random }) => random?.loops ?? [])]);
  const epoch = Math.max(...Array.from(counts, ({ count, idle = false }) => (idle ? 0 : count)));
  for (const loops of counts) loops.count = Math.max(loops.count, epoch + 1);
  return epoch;
}

/** Whether a source comes in another order, or as other elements, in each epoch. */
export function ordersAnew(source: Source<unknown>): boolean {
  return stagesUpTo(source).some(({ random: { loops } = {} }) => loops !== undefined && loops.idle !== true);
}

/** A source and the stages above it, up to where all epochs are alike. */
export function stagesUpTo(
  source: Source<unknown>,
  seen: Set<Source<unknown>> = new Set<Source<unknown>>(),
): readonly Source<unknown>[] {
  if (seen.has(source)) return [];
  seen.add(source);
  const above = source.random?.fixed === true ? [] : (source.parents ?? []);
  return [source, ...above.flatMap((parent) => stagesUpTo(parent, seen))];
}
