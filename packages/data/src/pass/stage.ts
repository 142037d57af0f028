import { assertStageSpec } from "../validate.ts";
import { readCount, type StateFields, readState, restoreMemory } from "./stateFields.ts";
import type { Part } from "../part.ts";
import { partFor } from "./part.ts";
import { openParent, type Recipe, recipe, startAt } from "./recipe.ts";
import { ReplayedPass } from "./replayedPass.ts";
import type { Operator, Pass, Source, Start, State } from "../source.ts";
import { StagePass, type StageWork } from "./stagePass.ts";
import { type StreamOptions, type Streams, makeStreams } from "../random/streams.ts";
import { NONE_DELIVERED, type Delivered, readDelivered, readDeliveredFields } from "./deliveryCount.ts";

/**
 * A stage's memory between elements: plain JSON, saved in its state.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { type Memory, stage } from "@tensorloom/data/operator";
 *
 * interface Total extends Memory {
 *   sum: number;
 * }
 * const runningTotal = stage<number, number, Total>({
 *   label: "runningTotal()",
 *   start: () => ({ sum: 0 }),
 *   work: (memory) => ({ next: (x) => (memory.sum += x) }),
 * });
 * await range(4).apply(runningTotal).toArray(); // => [0, 1, 3, 6]
 * ```
 */
export type Memory = Record<string, State>;

/**
 * Describes a stage that processes elements one after another, for {@link stage}.
 *
 * Its work returns one element, or none, for each element or for several consecutive ones.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { type Memory, SKIP, type Stage, stage } from "@tensorloom/data/operator";
 *
 * const everySecond: Stage<number, number, Memory> = {
 *   label: "everySecond()",
 *   size: (upstream) => Math.ceil(upstream / 2),
 *   work: () => ({ next: (x, index) => (index % 2 === 0 ? x : SKIP) }),
 * };
 * const evens = range(5).apply(stage(everySecond));
 * await evens.toArray(); // => [0, 2, 4]
 * evens.size; // => 3
 * ```
 */
export interface Stage<A, B, M extends Memory> {
  /** The stage's own label: `batch(3)`. */
  readonly label: string;
  /** The size: a number, or a function of the upstream's; default: the same. */
  readonly size?: (number | ((upstream: number) => number | undefined)) | undefined;
  /** Makes the memory at the start of an epoch; default: none. */
  readonly start?: ((epoch: number) => M) | undefined;
  /**
   * Whether `work` accumulates several elements before it returns one. After an error, its state is then the state
   * before the accumulated elements, and a count of what was delivered since.
   */
  readonly gathers?: boolean | undefined;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[] | undefined;
  /** Whether a resume reads the upstream from its start: for a memory that is too large for a state. */
  readonly replays?: boolean | undefined;
  /** Which random numbers `work` draws; default: none. */
  readonly random?: StreamOptions | undefined;
  /** Which part of its upstream the stage reads if it reads a part; `work` receives it. See {@link Recipe}. @internal */
  readonly part?: Recipe<A, B>["part"];
  /**
   * Makes the work of one pass. Anything that it keeps outside `memory` must be empty when it has just returned an element.
   * A stage that draws random numbers forks the epoch's stream by the element's index: `streams(epoch).fork(index)`.
   */
  readonly work: (memory: M, streams: Streams, part?: Part) => StageWork<A, B>;
}

/**
 * Makes an operator from what it does with one element.
 *
 * Resuming, closing, sizes and the position of errors are handled here. The state is the memory, the number of elements
 * pulled (`at`) and the upstream's state. If the stage `gathers`, it is the state before the accumulated elements, with
 * the number of steps and errors since (`torn`). If it `replays`, it is the number of steps and errors delivered.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { stage } from "@tensorloom/data/operator";
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
    ...(spec.part && { part: spec.part }),
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
  const work = spec.work(
    memory,
    makeStreams(label, upstream, spec.random, start),
    partFor(start, upstream.label),
  );
  return start.instrumentation === undefined
    ? work
    : { ...work, next: start.instrumentation.wrapFunction(label, work.next) };
}

/** Opens a pass that resumes from the upstream's state. */
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

/** Opens a pass that resumes by reading the upstream from its start. */
function openReplaying<A, B, M extends Memory>(spec: Stage<A, B, M>): Recipe<A, B>["open"] {
  return (upstream, start, label) => {
    let [epoch, delivered] = [start.epoch ?? 0, NONE_DELIVERED];
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["at", "epoch", "errors"]);
      epoch = readCount(label, place, "epoch");
      delivered = readDeliveredFields(label, place);
    }
    const work = makeWork(spec, initialMemory(spec, epoch), upstream, start, label);
    const stagePass = (counted: Pass<A>): Pass<B> =>
      new StagePass(label, counted, work, { at: 0, rest: () => ({}), torn: undefined });
    return new ReplayedPass(openParent(upstream, startAt(start, { epoch })), stagePass, delivered, epoch);
  };
}
