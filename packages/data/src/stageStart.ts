import type { Start, State, Instrumentation } from "./source.ts";
import type { Branch } from "./randomness.ts";

/**
 * The start with which a stage opens its upstream.
 *
 * A stage may open a source for each of its elements, so all such starts have one shape, which is fast to make and to
 * read. {@link Reader} does not check them again.
 */
export class StageStart implements Start {
  readonly state: State | undefined;
  readonly epoch: number | undefined;
  readonly instrumentation: Instrumentation | undefined;
  readonly branch: Branch | undefined;
  readonly split: string | undefined;

  /** Copies the start of the stage, with another state or epoch and another branch. */
  constructor(
    { instrumentation, split }: Start,
    { state, epoch }: Pick<Start, "state" | "epoch">,
    branch: Branch | undefined,
  ) {
    this.state = state;
    this.epoch = epoch;
    this.instrumentation = instrumentation;
    this.branch = branch;
    this.split = split;
  }
}

/** Whether a stage opens its upstream with this start, rather than a user a pipeline. */
export function isStageStart(start: Start): boolean {
  return start instanceof StageStart;
}
