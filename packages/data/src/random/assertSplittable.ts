import { stagesUpstream } from "./nextEpoch.ts";
import type { Source } from "../source.ts";

/**
 * Throws if the order differs in each epoch: a split would leak.
 *
 * @throws TypeError that names the stage with the changing order, and both ways to continue.
 */
export function assertSplittable(name: string, source: Source<unknown>): void {
  const stage = [...stagesUpstream(source)].find(({ random }) => random?.reshuffles === true);
  if (stage === undefined) return;
  const draws = stage.random?.draws ?? "shuffle";
  throw new TypeError(
    `${name}: ${stage.label} has another order in each epoch, so elements that are left out in one epoch appear in the ` +
      `next, and a split into training and validation leaks. Split a fixed order, ${draws}({ reshuffle: false }), and ` +
      `shuffle the parts; or use ${draws}({ reshuffle: true }) if each epoch may leave out others`,
  );
}

/**
 * Marks a source as a split. Its upstream, and inner sources when they open, must keep one order in all epochs.
 *
 * @throws TypeError if the order of a stage of `upstream` differs in each epoch.
 */
export function withSplitCheck<T>(name: string, source: Source<T>, upstream: Source<unknown>): Source<T> {
  assertSplittable(name, upstream);
  return { ...source, open: (start = {}) => source.open({ ...start, split: name }) };
}
