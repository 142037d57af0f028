import type { Source } from "./source.ts";

/** What is random at one stage: how stages tell their streams apart, and what a split after it has to know. */
export interface Randomness {
  /** The kind of random numbers that the stage draws. Stages of one kind are numbered along a pipeline. */
  readonly draws?: string;
  /** Whether its order or choice is that of epoch 0 in every epoch. */
  readonly fixedOrder?: boolean;
  /** Whether its order or choice is another one in each epoch although nobody asked for it: a split of it would leak. */
  readonly reshuffles?: boolean;
  /** How often loops have begun to read from it: each is the next epoch. */
  readonly loops?: Loops;
  /** Whether what comes after it is the same in every epoch, as after a cache. */
  readonly fixed?: boolean;
  /** Whether its epoch was named: a loop does not count it on. */
  readonly named?: boolean;
}

/** How many loops have begun. Shared by all pipelines that read from one stage. */
export interface Loops {
  count: number;
  /** Whether no loop has changed anything yet, as at a `map` that has drawn no number: then it does not choose the epoch. */
  idle?: boolean;
}

/** Numbers of stages above, by kind: sources are immutable, so they are counted once. */
const counted = new WeakMap<Source<unknown>, Map<string, number>>();

/** How many stages of a kind stand one after another up to a source: the longest way counts. */
export function drawsUpTo(source: Source<unknown>, kind: string): number {
  const known = counted.get(source) ?? new Map<string, number>();
  counted.set(source, known);
  const count =
    known.get(kind) ?? drawsAbove(source.parents ?? [], kind) + (source.random?.draws === kind ? 1 : 0);
  known.set(kind, count);
  return count;
}

/** How many stages of a kind stand above a stage that reads these sources. */
export function drawsAbove(sources: readonly Source<unknown>[], kind: string): number {
  return sources.reduce((most, source) => Math.max(most, drawsUpTo(source, kind)), 0);
}
