import { stagesUpstream } from "./nextEpoch.ts";
import type { Source } from "../source.ts";

/**
 * Refuses to leave out a part of elements whose order is another one in each epoch.
 *
 * @throws TypeError that names the stage above and both ways to go on.
 */
export function assertSplittable(name: string, source: Source<unknown>): void {
  const stage = [...stagesUpstream(source)].find(({ random }) => random?.reshuffles === true);
  if (stage === undefined) return;
  const draws = stage.random?.draws ?? "shuffle";
  throw new TypeError(
    `${name}: ${stage.label} has another order in each epoch, so what is left out in one epoch comes in the next, and a ` +
      `split into training and validation leaks. Split a fixed order, ${draws}({ reshuffle: false }), and shuffle the ` +
      `parts; or say ${draws}({ reshuffle: true }) if each epoch may leave out others`,
  );
}

/**
 * A stage that leaves out a part by position: refuses elements whose order is another one in each epoch, also those of
 * inner sources, as soon as one is opened.
 *
 * @throws TypeError if a stage of `upstream` has another order in each epoch.
 */
export function withSplitCheck<T>(name: string, source: Source<T>, upstream: Source<unknown>): Source<T> {
  assertSplittable(name, upstream);
  return { ...source, open: (start = {}) => source.open({ ...start, split: name }) };
}
