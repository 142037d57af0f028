import type { Start } from "./source.ts";
import { StageStart } from "./stageStart.ts";

/**
 * The branches that lead from the reader of a pipeline up to a stage: a number for each stage that reads several
 * sources. Without `sides`, the sources of a `zip` count as one branch.
 */
export type Branch = (sides: boolean) => readonly number[];

/** The branch of the last stage. */
export const TRUNK: Branch = () => [];

/** The start of the source at `place` among several. */
export function branched(start: Start, place: number): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, start, (sides) => [...branch(sides), place]);
}

/**
 * The start, at a place, of an inner source that a stage makes of the element at `position`. `depth` is how many such stages stand above:
 * below zero, so that no inner source shares its branch with one of another stage, or with one of several sources.
 */
export function innerStart(
  start: Start,
  place: Pick<Start, "state" | "epoch">,
  depth: number,
  position: number,
): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, place, (sides) => [...branch(sides), -1 - depth, position]);
}

/** The same for sources that are read side by side: stages of equal seeds may choose to draw alike in them. */
export function sided(start: Start, side: number): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, start, (sides) => (sides ? [...branch(sides), side] : branch(sides)));
}

/** The start of a source that is kept for all its readers: what it draws does not depend on who reads it first. */
export function trunk({ state, epoch, watch }: Start): Start {
  return {
    ...(state !== undefined && { state }),
    ...(epoch !== undefined && { epoch }),
    ...(watch && { watch }),
    branch: TRUNK,
  };
}
