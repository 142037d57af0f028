import { assertStageSpec } from "../validate.ts";
import { SKIP, type Skip, isPromise, chain, drain } from "./maybeAsync.ts";
import { readCount, readState, restoreMemory } from "./stateFields.ts";
import { recipe, startAt } from "./recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "./done.ts";
import type { Memory } from "./stage.ts";
import { type StreamOptions, type Streams, makeStreams } from "../random/streams.ts";
import { StageError } from "./stageError.ts";
import { type Replayed, ReplayLog } from "./replayLog.ts";

/** An element that waits, and which of the upstream's it is. */
export interface Buffered<A> {
  readonly element: A;
  readonly position: number;
}

/** What a stage that holds elements does in one pass. */
export interface BufferedWork<A, B> {
  /** Takes an element in; after a resume, those that were held come again, in the order of `held`. */
  readonly push: (held: Buffered<A>) => void;
  /** An element, or `SKIP` where one more must be taken in first; where the upstream `ended`, that ends the pass. */
  readonly pull: (ended: boolean) => B | Skip | PromiseLike<B | Skip>;
  /** What is held now. */
  readonly held: () => readonly Buffered<A>[];
}

/** A stage that holds elements back: a buffer, a sliding window, groups that fill. */
export interface BufferedStage<A, B, M extends Memory> {
  readonly label: string;
  readonly size?: (upstream: number) => number | undefined;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[];
  /** After how many elements the upstream's place is noted. See tape. */
  readonly checkpointEvery: number;
  /** What a pass remembers beside what it holds: plain JSON. `epoch` may not be a field. */
  readonly start: () => M;
  /** Which random numbers `work` draws; default: none. */
  readonly random?: StreamOptions;
  readonly work: (memory: M, epoch: number, streams: Streams) => BufferedWork<A, B>;
}

/**
 * An operator that holds elements back. A state has their positions, never the elements.
 *
 * @example
 * ```ts
 * import { AGAIN, type Held, holding, range } from "@tensorloom/data";
 *
 * // Delivers each element one step late.
 * const delayed = <T>() =>
 *   holding<T, T, Record<string, never>>({
 *     label: "delayed()",
 *     size: (upstream) => upstream,
 *     every: 1,
 *     start: () => ({}),
 *     work() {
 *       const waiting: Held<T>[] = [];
 *       return {
 *         take: (held) => void waiting.push(held),
 *         give: (ended) => (waiting.length > (ended ? 0 : 1) ? waiting.shift()!.element : AGAIN),
 *         held: () => waiting,
 *       };
 *     },
 *   });
 * await range(3).apply(delayed()).toArray(); // => [0, 1, 2]
 * ```
 */
export function bufferedStage<A, B, M extends Memory>(spec: BufferedStage<A, B, M>): Operator<A, B> {
  assertStageSpec("bufferedStage", spec);
  return recipe({
    label: spec.label,
    ...(spec.size !== undefined && { size: spec.size }),
    ...(spec.functions && { functions: spec.functions }),
    ...(spec.random && { random: spec.random }),
    open: (upstream, start, label) => new BufferedPass(spec, upstream, start, label),
  });
}

/** The work, whose functions a watch sees: those of the user, where there are any. */
function instrument<A, B, M extends Memory>(
  work: BufferedWork<A, B>,
  { functions = [] }: BufferedStage<A, B, M>,
  { instrumentation }: Start,
  label: string,
): BufferedWork<A, B> {
  if (instrumentation === undefined || functions.length === 0) return work;
  const seen = instrumentation.wrapFunction(label, (go: () => unknown): unknown => go());
  return {
    held: () => work.held(),
    push: (held) => void seen(() => work.push(held)),
    pull: (ended) => seen(() => work.pull(ended)) as B | Skip | PromiseLike<B | Skip>, // what it answered
  };
}

class BufferedPass<A, B, M extends Memory> implements Pass<B> {
  readonly #label: string;
  readonly #tape: ReplayLog<A>;
  readonly #work: BufferedWork<A, B>;
  readonly #memory: M;
  readonly #epoch: number;
  /** Held elements that could not be read or taken in again: their errors are thrown one by one. */
  #lost: { readonly position: number; readonly error: unknown }[] = [];
  #ended = false;
  #closed = false;
  readonly #turn = (): Step<B> | Skip | Promise<Step<B> | Skip> => this.#once();
  readonly #take = (step: Step<A>): Skip => this.#took(step);

  constructor(spec: BufferedStage<A, B, M>, upstream: Source<A>, start: Start, label: string) {
    this.#label = label;
    this.#memory = spec.start();
    let [epoch, above] = [start.epoch ?? 0, start];
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["epoch", "tape", ...Object.keys(this.#memory)]);
      epoch = readCount(label, place, "epoch");
      above = startAt(start, { state: place["tape"] });
      restoreMemory(this.#memory, place);
    }
    this.#epoch = epoch;
    const streams = makeStreams(label, upstream, spec.random, start);
    this.#work = instrument(spec.work(this.#memory, epoch, streams), spec, start, label);
    const held = (): number[] => {
      const kept = this.#work.held().map(({ position }) => position);
      return this.#lost.length === 0 ? kept : [...kept, ...this.#lost.map(({ position }) => position)];
    };
    this.#tape = new ReplayLog(label, upstream, above, { checkpointEvery: spec.checkpointEvery, held });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#turn);
  }

  #once(): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#closed) return DONE;
    if (this.#tape.needsReplay) return chain(this.#tape.replay(), this.#recalled);
    if (this.#lost.length > 0) throw this.#lost.shift()?.error;
    let given: B | Skip | PromiseLike<B | Skip>;
    try {
      given = this.#work.pull(this.#ended);
    } catch (error) {
      throw this.#located(error);
    }
    if (isPromise(given)) return this.#promised(given);
    if (given !== SKIP) return { done: false, value: given };
    return this.#ended ? DONE : chain(this.#tape.pull(), this.#take);
  }

  async #promised(given: PromiseLike<B | Skip>): Promise<Step<B> | Skip> {
    try {
      const value = await given;
      return value === SKIP ? SKIP : { done: false, value };
    } catch (error) {
      throw this.#located(error);
    }
  }

  #took(step: Step<A>): Skip {
    if (step.done === true) {
      this.#ended = true;
      this.#tape.uncountEnd();
    } else this.#takeIn(step.value, this.#tape.pulled - 1);
    return SKIP;
  }

  #takeIn(element: A, position: number): void {
    try {
      this.#work.push({ element, position });
    } catch (error) {
      throw this.#located(error, position, element);
    }
  }

  /** What the user's function threw, with the stage and the element that it came at. */
  #located(error: unknown, position = this.#tape.pulled - 1, element?: A): StageError {
    return new StageError(this.#label, Math.max(0, position), error, element);
  }

  readonly #recalled = (recalled: Replayed<A>): Skip => {
    for (const [position, get] of recalled)
      try {
        this.#takeIn(get(), position);
      } catch (error) {
        this.#lost.push({ position, error });
      }
    return SKIP;
  };

  state(): State {
    return { epoch: this.#epoch, ...this.#memory, tape: this.#tape.state() };
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.#tape.close();
  }
}
