import type { Branch, Start, State, Instrumentation } from "../source.ts";

/**
 * Where a stage opens what it reads from.
 *
 * A stage may open a source for each of its elements. So all such starts have one shape, which is quick to make and to
 * read, and a {@link Reader} need not check them.
 */
export class StageStart implements Start {
  readonly state: State | undefined;
  readonly epoch: number | undefined;
  readonly instrumentation: Instrumentation | undefined;
  readonly branch: Branch | undefined;
  readonly split: string | undefined;

  /** The start below, at another place and on another branch. */
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
