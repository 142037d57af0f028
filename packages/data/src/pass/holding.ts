import { specGiven } from "../given.ts";
import { AGAIN, type Again, isPromise, later, until } from "./later.ts";
import { countIn, placeIn, remember } from "./place.ts";
import { recipe, startAt } from "./recipe.ts";
import type { Operator, Pass, Source, Start, State, Step } from "../source.ts";
import { END } from "./end.ts";
import type { Memory } from "./stage.ts";
import { type StreamOptions, type Streams, streamsOf } from "../random/streams.ts";
import { StageError } from "./stageError.ts";
import { type Recalled, Tape } from "./tape.ts";

/** An element that waits, and which of the upstream's it is. */
export interface Held<A> {
  readonly element: A;
  readonly position: number;
}

/** What a stage that holds elements does in one pass. */
export interface HoldingWork<A, B> {
  /** Takes an element in; after a resume, those that were held come again, in the order of `held`. */
  readonly take: (held: Held<A>) => void;
  /** An element, or `AGAIN` where one more must be taken in first; where the upstream `ended`, that ends the pass. */
  readonly give: (ended: boolean) => B | Again | PromiseLike<B | Again>;
  /** What is held now. */
  readonly held: () => readonly Held<A>[];
}

/** A stage that holds elements back: a buffer, a sliding window, groups that fill. */
export interface HoldingStage<A, B, M extends Memory> {
  readonly label: string;
  readonly size?: (upstream: number) => number | undefined;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[];
  /** After how many elements the upstream's place is noted. See tape. */
  readonly every: number;
  /** What a pass remembers beside what it holds: plain JSON. `epoch` may not be a field. */
  readonly start: () => M;
  /** Which random numbers `work` draws; default: none. */
  readonly random?: StreamOptions;
  readonly work: (memory: M, epoch: number, streams: Streams) => HoldingWork<A, B>;
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
export function holding<A, B, M extends Memory>(spec: HoldingStage<A, B, M>): Operator<A, B> {
  specGiven("holding", spec);
  return recipe({
    label: spec.label,
    ...(spec.size !== undefined && { size: spec.size }),
    ...(spec.functions && { functions: spec.functions }),
    ...(spec.random && { random: spec.random }),
    open: (upstream, start, label) => new HoldingPass(spec, upstream, start, label),
  });
}

/** The work, whose functions a watch sees: those of the user, where there are any. */
function watched<A, B, M extends Memory>(
  work: HoldingWork<A, B>,
  { functions = [] }: HoldingStage<A, B, M>,
  { watch }: Start,
  label: string,
): HoldingWork<A, B> {
  if (watch === undefined || functions.length === 0) return work;
  const seen = watch.work(label, (go: () => unknown): unknown => go());
  return {
    held: () => work.held(),
    take: (held) => void seen(() => work.take(held)),
    give: (ended) => seen(() => work.give(ended)) as B | Again | PromiseLike<B | Again>, // what it answered
  };
}

class HoldingPass<A, B, M extends Memory> implements Pass<B> {
  readonly #label: string;
  readonly #tape: Tape<A>;
  readonly #work: HoldingWork<A, B>;
  readonly #memory: M;
  readonly #epoch: number;
  /** Held elements that could not be read or taken in again: their errors are thrown one by one. */
  #lost: { readonly position: number; readonly error: unknown }[] = [];
  #ended = false;
  #closed = false;
  readonly #turn = (): Step<B> | Again | Promise<Step<B> | Again> => this.#once();
  readonly #take = (step: Step<A>): Again => this.#took(step);

  constructor(spec: HoldingStage<A, B, M>, upstream: Source<A>, start: Start, label: string) {
    this.#label = label;
    this.#memory = spec.start();
    let [epoch, above] = [start.epoch ?? 0, start];
    if (start.state !== undefined) {
      const place = placeIn(label, start.state, ["epoch", "tape", ...Object.keys(this.#memory)]);
      epoch = countIn(label, place, "epoch");
      above = startAt(start, { state: place["tape"] });
      remember(this.#memory, place);
    }
    this.#epoch = epoch;
    const streams = streamsOf(label, upstream, spec.random, start);
    this.#work = watched(spec.work(this.#memory, epoch, streams), spec, start, label);
    const held = (): number[] => {
      const kept = this.#work.held().map(({ position }) => position);
      return this.#lost.length === 0 ? kept : [...kept, ...this.#lost.map(({ position }) => position)];
    };
    this.#tape = new Tape(label, upstream, above, { every: spec.every, held });
  }

  next(): Step<B> | Promise<Step<B>> {
    return until(this.#turn);
  }

  #once(): Step<B> | Again | Promise<Step<B> | Again> {
    if (this.#closed) return END;
    if (this.#tape.unread) return later(this.#tape.recall(), this.#recalled);
    if (this.#lost.length > 0) throw this.#lost.shift()?.error;
    let given: B | Again | PromiseLike<B | Again>;
    try {
      given = this.#work.give(this.#ended);
    } catch (error) {
      throw this.#located(error);
    }
    if (isPromise(given)) return this.#promised(given);
    if (given !== AGAIN) return { done: false, value: given };
    return this.#ended ? END : later(this.#tape.next(), this.#take);
  }

  async #promised(given: PromiseLike<B | Again>): Promise<Step<B> | Again> {
    try {
      const value = await given;
      return value === AGAIN ? AGAIN : { done: false, value };
    } catch (error) {
      throw this.#located(error);
    }
  }

  #took(step: Step<A>): Again {
    if (step.done === true) {
      this.#ended = true;
      this.#tape.end();
    } else this.#takeIn(step.value, this.#tape.pulled - 1);
    return AGAIN;
  }

  #takeIn(element: A, position: number): void {
    try {
      this.#work.take({ element, position });
    } catch (error) {
      throw this.#located(error, position, element);
    }
  }

  /** What the user's function threw, with the stage and the element that it came at. */
  #located(error: unknown, position = this.#tape.pulled - 1, element?: A): StageError {
    return new StageError(this.#label, Math.max(0, position), error, element);
  }

  readonly #recalled = (recalled: Recalled<A>): Again => {
    for (const [position, get] of recalled)
      try {
        this.#takeIn(get(), position);
      } catch (error) {
        this.#lost.push({ position, error });
      }
    return AGAIN;
  };

  state(): State {
    return { epoch: this.#epoch, ...this.#memory, tape: this.#tape.state() };
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.#tape.close();
  }
}
