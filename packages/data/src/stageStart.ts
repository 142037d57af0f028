import type { Start, State, Instrumentation } from "./source.ts";
import type { Part } from "./part.ts";
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
  readonly part: Part | undefined;

  /** Copies the start of the stage, with another state or epoch and another branch. */
  constructor(
    { instrumentation, split, part }: Start,
    { state, epoch }: Pick<Start, "state" | "epoch">,
    branch: Branch | undefined,
    addressed: Part | undefined = part as Part | undefined, // this class made it, or a test
  ) {
    this.state = state;
    this.epoch = epoch;
    this.instrumentation = instrumentation;
    this.branch = branch;
    this.split = split;
    this.part = addressed;
  }
}

/** Whether a stage opens its upstream with this start, rather than a user a pipeline. */
export function isStageStart(start: Start): boolean {
  return start instanceof StageStart;
}

/**
 * The same start, for the part of each batch that one of several processes reads.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { withPart } from "@tensorloom/data/internal";
 *
 * const batches = range(5).batch(4);
 * const pass = batches.open(withPart({ epoch: 0 }, { of: batches.label, index: 1, count: 2 }));
 * await pass.next(); // => { done: false, value: [1, 3] }
 * ```
 */
export function withPart(start: Start, part: Part): Start {
  return new StageStart(start, start, start.branch, part);
}
