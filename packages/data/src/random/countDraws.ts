import type { Source } from "../source.ts";

/** Counts by source and kind: sources are immutable, so each is counted once. */
const counted = new WeakMap<Source<unknown>, Map<string, number>>();

/** The number of stages of a kind on the longest path that ends with a source. */
function countDrawsThrough(source: Source<unknown>, kind: string): number {
  const known = counted.get(source) ?? new Map<string, number>();
  counted.set(source, known);
  const count =
    known.get(kind) ?? countDraws(source.parents ?? [], kind) + (source.random?.draws === kind ? 1 : 0);
  known.set(kind, count);
  return count;
}

/** The number of stages of a kind upstream of a stage that reads these sources. */
export function countDraws(sources: readonly Source<unknown>[], kind: string): number {
  return sources.reduce((max, source) => Math.max(max, countDrawsThrough(source, kind)), 0);
}
