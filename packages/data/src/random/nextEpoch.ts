import type { LoopCount, Source } from "../source.ts";

/**
 * The epoch of a loop that names none: the first that no loop over the same random stages was. A source without any counts
 * its own loops (`own`). Where an epoch was named above, every loop is that one.
 */
export function nextEpoch(source: Source<unknown>, own: LoopCount): number {
  const stages = [...stagesUpstream(source)];
  if (stages.some(({ random }) => random?.named === true)) return 0;
  const counts = new Set([own, ...stages.flatMap(({ random }) => random?.loops ?? [])]);
  const epoch = Math.max(...Array.from(counts, ({ count, idle = false }) => (idle ? 0 : count)));
  for (const loops of counts) loops.count = Math.max(loops.count, epoch + 1);
  return epoch;
}

/** Whether a source comes in another order, or as other elements, in each epoch. */
export function reordersEachEpoch(source: Source<unknown>): boolean {
  for (const { random } of stagesUpstream(source))
    if (random?.loops !== undefined && random.loops.idle !== true) return true;
  return false;
}

/** A source and the stages above it, up to where all epochs are alike. */
export function stagesUpstream(source: Source<unknown>): ReadonlySet<Source<unknown>> {
  const stages = new Set([source]);
  for (const { random, parents } of stages)
    if (random?.fixed !== true && parents !== undefined) for (const parent of parents) stages.add(parent); // comes in this loop, too
  return stages;
}
