import { assertStageSpec } from "../validate.ts";
import { readCount, type StateFields, readState, restoreMemory } from "./stateFields.ts";
import { openParent, type Recipe, recipe, startAt } from "./recipe.ts";
import { ReplayedPass } from "./replayedPass.ts";
import type { Operator, Pass, Source, Start, State } from "../source.ts";
import { StagePass, type StageWork } from "./stagePass.ts";
import { type StreamOptions, type Streams, makeStreams } from "../random/streams.ts";
import { NONE_DELIVERED, type Delivered, readDelivered, readDeliveredFields } from "./deliveryCount.ts";

/** What a stage remembers between elements: plain JSON, written into its state. */
export type Memory = Record<string, State>;

/** A stage that makes at most one element of each, or of several in a row. */
export interface Stage<A, B, M extends Memory> {
  /** The stage in words: `batch(3)`. */
  readonly label: string;
  /** The size: a number, or what it is where the upstream's is known; default: the same. */
  readonly size?: number | ((upstream: number) => number | undefined);
  /** The memory at the beginning of an epoch; default: none. */
  readonly start?: (epoch: number) => M;
  /** Whether `work` holds elements while it waits for more: a state after an error is then that before them, and how many errors came. */
  readonly gathers?: boolean;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[];
  /** Whether a resume reads the upstream from the beginning: for a memory that is not worth writing down. */
  readonly replays?: boolean;
  /** Which random numbers `work` draws; default: none. */
  readonly random?: StreamOptions;
  /**
   * The work of one pass. What it holds beside `memory` must be empty whenever it has just given an element. A stage that
   * draws random numbers forks the stream of the epoch by the element's index: `streams(epoch).fork(index)`.
   */
  readonly work: (memory: M, streams: Streams) => StageWork<A, B>;
}

/**
 * An operator from what it does with one element.
 *
 * Resuming, closing, the size and the place of errors are seen to here: a state is the memory, the number of elements
 * that came (`at`) and the upstream's state; where `work` gathers, it is that before the elements that it holds, and
 * how many answers came since and errors among them (`torn`). Where it `replays`, a state is how much was told.
 *
 * @example
 * ```ts
 * import { range, stage } from "@tensorloom/data";
 *
 * const difference = stage<number, number, { last: number }>({
 *   label: "difference()",
 *   start: () => ({ last: 0 }),
 *   work: (memory) => ({
 *     next(x) {
 *       const step = x - memory.last;
 *       memory.last = x;
 *       return step;
 *     },
 *   }),
 * });
 * await range(4).map((x) => x * x).apply(difference).toArray(); // => [0, 1, 3, 5]
 * ```
 */
export function stage<A, B, M extends Memory = Memory>(spec: Stage<A, B, M>): Operator<A, B> {
  assertStageSpec("stage", spec);
  return recipe({
    label: spec.label,
    ...(spec.size !== undefined && { size: spec.size }),
    ...(spec.functions && { functions: spec.functions }),
    ...(spec.random && { random: spec.random }),
    open: spec.replays === true ? openReplaying(spec) : openResuming(spec),
  });
}

function initialMemory<A, B, M extends Memory>({ start }: Stage<A, B, M>, epoch: number): M {
  return start === undefined ? (Object.create(Object.prototype) as M) : start(epoch); // no start: M is the empty record
}

function makeWork<A, B, M extends Memory>(
  spec: Stage<A, B, M>,
  memory: M,
  upstream: Source<A>,
  start: Start,
  label: string,
): StageWork<A, B> {
  const work = spec.work(memory, makeStreams(label, upstream, spec.random, start));
  return start.instrumentation === undefined
    ? work
    : { ...work, next: start.instrumentation.wrapFunction(label, work.next) };
}

/** Opens a pass that goes on at the upstream's place. */
function openResuming<A, B, M extends Memory>(spec: Stage<A, B, M>): Recipe<A, B>["open"] {
  const { gathers = false } = spec;
  return (upstream, start, label) => {
    const memory = initialMemory(spec, start.epoch ?? 0);
    let [at, torn, above]: [number, Delivered, Start] = [0, NONE_DELIVERED, start];
    if (start.state !== undefined) {
      const fields = ["at", "upstream", ...(gathers ? ["torn"] : []), ...Object.keys(memory)];
      const place = readState(label, start.state, fields);
      at = readCount(label, place, "at");
      if (gathers) torn = readDelivered(label, place["torn"]);
      above = startAt(start, { state: place["upstream"] });
      restoreMemory(memory, place);
    }
    const pass = openParent(upstream, above);
    const rest = (): StateFields => ({ ...memory, upstream: pass.state() });
    const work = makeWork(spec, memory, upstream, start, label);
    return new StagePass(label, pass, work, { at, rest, torn: gathers ? torn : undefined });
  };
}

/** Opens a pass that a resume begins again. */
function openReplaying<A, B, M extends Memory>(spec: Stage<A, B, M>): Recipe<A, B>["open"] {
  return (upstream, start, label) => {
    let [epoch, told] = [start.epoch ?? 0, NONE_DELIVERED];
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["at", "epoch", "errors"]);
      epoch = readCount(label, place, "epoch");
      told = readDeliveredFields(label, place);
    }
    const work = makeWork(spec, initialMemory(spec, epoch), upstream, start, label);
    const stagePass = (counted: Pass<A>): Pass<B> =>
      new StagePass(label, counted, work, { at: 0, rest: () => ({}), torn: undefined });
    return new ReplayedPass(openParent(upstream, startAt(start, { epoch })), stagePass, told, epoch);
  };
}
