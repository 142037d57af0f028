import type { Source } from "../source.ts";
import type { LoopCount } from "../randomness.ts";

/**
 * Returns the epoch of a loop that does not name one. It is the first that no loop over the same random stages has
 * used.
 *
 * A source without random stages counts its own loops (`own`). If a stage upstream sets the epoch, every loop is that one.
 */
export function nextEpoch(source: Source<unknown>, own: LoopCount): number {
  const stages = [...stagesUpstream(source)];
  if (stages.some(({ random }) => random?.named === true)) return 0;
  const counts = new Set([own, ...stages.flatMap(({ random }) => random?.loops ?? [])]);
  const epoch = Math.max(...Array.from(counts, ({ count, idle = false }) => (idle ? 0 : count)));
  for (const loops of counts) loops.count = Math.max(loops.count, epoch + 1);
  return epoch;
}

/** Whether the elements of a source, or their order, differ in each epoch. */
export function reordersEachEpoch(source: Source<unknown>): boolean {
  for (const { random } of stagesUpstream(source))
    if (random?.loops !== undefined && random.loops.idle !== true) return true;
  return false;
}

/** A source and its upstream stages, up to those with the same elements in all epochs. */
export function stagesUpstream(source: Source<unknown>): ReadonlySet<Source<unknown>> {
  const stages = new Set([source]);
  for (const { random, parents } of stages)
    if (random?.fixed !== true && parents !== undefined) for (const parent of parents) stages.add(parent); // a set visits entries that are added while it is iterated
  return stages;
}
