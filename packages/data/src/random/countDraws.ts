import type { Source } from "../source.ts";

/** Numbers of stages above, by kind: sources are immutable, so they are counted once. */
const counted = new WeakMap<Source<unknown>, Map<string, number>>();

/** How many stages of a kind stand one after another up to a source: the longest way counts. */
export function countDrawsThrough(source: Source<unknown>, kind: string): number {
  const known = counted.get(source) ?? new Map<string, number>();
  counted.set(source, known);
  const count =
    known.get(kind) ?? countDraws(source.parents ?? [], kind) + (source.random?.draws === kind ? 1 : 0);
  known.set(kind, count);
  return count;
}

/** How many stages of a kind stand above a stage that reads these sources. */
export function countDraws(sources: readonly Source<unknown>[], kind: string): number {
  return sources.reduce((most, source) => Math.max(most, countDrawsThrough(source, kind)), 0);
}
