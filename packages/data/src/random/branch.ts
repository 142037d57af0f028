import type { Branch, LoopCount, Start } from "../source.ts";
import { StageStart } from "./stageStart.ts";

/** The branch of the last stage. */
export const TRUNK: Branch = () => [];

/** The start of the source at `place` among several. */
export function startOnBranch(start: Start, place: number): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, start, (sides, isFixed) => [...branch(sides, isFixed), place]);
}

/** A stage that makes inner sources. */
export interface InnerSourceContext {
  readonly start: Start;
  /** How many such stages stand above this one. */
  readonly depth: number;
  /** Counts the loops. */
  readonly loops: LoopCount;
}

/**
 * The start, at a place, of the inner source that a stage makes of the element at `position`. The depth is put below zero,
 * so that no inner source shares its branch with one of another stage, or with one of several sources. What asks for the
 * branch draws random numbers by it: unless they are fixed, every epoch is then another one.
 */
export function innerStart(
  { start, depth, loops }: InnerSourceContext,
  place: Pick<Start, "state" | "epoch">,
  position: number,
): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, place, (sides, isFixed) => {
    if (!isFixed) loops.idle = false;
    return [...branch(sides, isFixed), -1 - depth, position];
  });
}

/** The same for sources that are read side by side: stages of equal seeds may choose to draw alike in them. */
export function startOnSide(start: Start, side: number): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, start, (sides, isFixed) =>
    sides ? [...branch(sides, isFixed), side] : branch(sides, isFixed),
  );
}

/** The start of a source that is kept for all its readers: what it draws does not depend on who reads it first. */
export function startOnTrunk({ state, epoch, instrumentation }: Start): Start {
  return {
    ...(state !== undefined && { state }),
    ...(epoch !== undefined && { epoch }),
    ...(instrumentation && { instrumentation }),
    branch: TRUNK,
  };
}
