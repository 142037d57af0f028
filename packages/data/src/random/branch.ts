import type { Start } from "../source.ts";
import type { Branch, LoopCount } from "../randomness.ts";
import { StageStart } from "../stageStart.ts";

/** The branch of the last stage. */
export const TRUNK: Branch = () => [];

/** The start of one of several sources, by its position among them. */
export function startOnBranch(start: Start, place: number): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, start, (sides, isFixed) => [...branch(sides, isFixed), place]);
}

/** What a stage that opens inner sources passes to them. */
export interface InnerSourceContext {
  readonly start: Start;
  /** How many such stages are upstream of this one. */
  readonly depth: number;
  /** The loop count of the stage. */
  readonly loops: LoopCount;
}

/**
 * The start of the inner source of the element at `position`.
 *
 * The depth is written as a negative number, so that inner sources of two stages never share a branch, nor do they share
 * one with the sources of a `zip`. A stage that reads the branch draws random numbers: unless they are fixed, the epochs
 * then differ.
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

/** The start of a source that is zipped with others. Stages with equal seeds may draw the same numbers in them. */
export function startOnSide(start: Start, side: number): Start {
  const { branch = TRUNK } = start;
  return new StageStart(start, start, (sides, isFixed) =>
    sides ? [...branch(sides, isFixed), side] : branch(sides, isFixed),
  );
}

/** The start of a source that is cached for all readers. Its random numbers do not depend on who reads it first. */
export function startOnTrunk({ state, epoch, instrumentation }: Start): Start {
  return {
    ...(state !== undefined && { state }),
    ...(epoch !== undefined && { epoch }),
    ...(instrumentation && { instrumentation }),
    branch: TRUNK,
  };
}
