import type { Start } from "./source.ts";

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
  return { ...start, branch: (sides) => [...branch(sides), place] };
}

/** The same for sources that are read side by side: stages of equal seeds may choose to draw alike in them. */
export function sided(start: Start, side: number): Start {
  const { branch = TRUNK } = start;
  return { ...start, branch: (sides) => (sides ? [...branch(sides), side] : branch(sides)) };
}

/** The start of a source that is kept for all its readers: what it draws does not depend on who reads it first. */
export function trunk(start: Start): Start {
  return { ...start, branch: TRUNK };
}
