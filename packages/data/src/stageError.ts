import { wordsOf } from "./wordsOf.ts";

/** What a stage's function threw, with the stage and the element that it threw at. */
export class StageError extends Error {
  /** The stage and all above it: `range(10).map(decode)`. */
  readonly stage: string;
  /** Which element of the stage's input, from 0, in this pass. */
  readonly position: number;

  constructor(stage: string, position: number, cause: unknown) {
    super(`${stage}: element ${String(position)}: ${wordsOf(cause)}`, { cause });
    this.name = "StageError";
    this.stage = stage;
    this.position = position;
  }
}
