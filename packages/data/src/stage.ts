import type { Operator, Pass, State, Step } from "./source.ts";
import { AGAIN, type Again, isPromise, until } from "./later.ts";
import { countIn, type Place, placeIn } from "./place.ts";
import { openParent, recipe, startAt } from "./recipe.ts";
import { StageError } from "./stageError.ts";

/** What a stage remembers between elements: plain JSON, written into its state. */
export type Memory = Record<string, State>;

/** A stage's work in one pass. */
export interface Work<A, B> {
  /** What one element becomes, or `AGAIN` where nothing comes of it yet. `index` counts the elements of this pass. */
  readonly next: (element: A, index: number) => B | Again | PromiseLike<B | Again>;
  /** Whether the stage is done before the upstream is; `index` elements came so far. */
  readonly enough?: (index: number) => boolean;
  /** What is left to give when the upstream ends. */
  readonly end?: (index: number) => B | Again;
  /** Called when the pass closes, before the upstream does. */
  readonly close?: () => void;
}

/** A stage that makes at most one element of each, or of several in a row. */
export interface Stage<A, B, M extends Memory> {
  /** The stage in words: `batch(3)`. */
  readonly label: string;
  /** The size: a number, or what it is where the upstream's is known; default: the same. */
  readonly size?: number | ((upstream: number) => number | undefined);
  /** The memory at the beginning of an epoch; default: none. */
  readonly start?: (epoch: number) => M;
  /** The functions that the elements depend on. See {@link Recipe}. */
  readonly functions?: readonly unknown[];
  /** Whether a resume reads the upstream from the beginning: for a memory that is not worth writing down. */
  readonly replays?: boolean;
  /** The work of one pass. What it holds beside `memory` must be empty whenever it has just given an element. */
  readonly work: (memory: M) => Work<A, B>;
}

/**
 * An operator from what it does with one element.
 *
 * Resuming, closing, the size and the place of errors are seen to here: a state is the memory, the number of elements
 * that came (`at`) and the upstream's state.
 */
export function stage<A, B, M extends Memory = Memory>(spec: Stage<A, B, M>): Operator<A, B> {
  const begin = spec.start ?? ((): M => Object.create(Object.prototype) as M); // no start: M is the empty record
  const replays = spec.replays ?? false;
  return recipe({
    label: spec.label,
    ...(spec.size !== undefined && { size: spec.size }),
    ...(spec.functions && { functions: spec.functions }),
    open(upstream, start, label) {
      let [epoch, at, above] = [start.epoch ?? 0, 0, start];
      let written: Place = {};
      if (start.state !== undefined) {
        const own = replays ? ["epoch"] : ["upstream", ...Object.keys(begin(epoch))];
        written = placeIn(label, start.state, ["at", ...own]);
        at = countIn(label, written, "at");
        if (replays) epoch = countIn(label, written, "epoch");
        above = startAt(start, replays ? { epoch } : { state: written["upstream"] });
      }
      const memory = begin(epoch);
      for (const key of Object.keys(memory))
        if (key in written) Object.assign(memory, { [key]: written[key] });
      const pass = openParent(upstream, above);
      const rest = replays ? () => ({ epoch }) : () => ({ ...memory, upstream: pass.state() });
      const work = spec.work(memory);
      const watched = start.watch && { ...work, next: start.watch.work(label, work.next) };
      return new StagePass(label, pass, watched ?? work, { at, unread: replays ? at : 0, rest });
    },
  });
}

/** The end of a pass. */
export const END: Step<never> = { done: true, value: undefined };

interface StagePlace {
  /** How many elements came. */
  readonly at: number;
  /** How many of them are to come again, for the memory's sake. */
  readonly unread: number;
  /** The rest of the state. */
  readonly rest: () => Place;
}

class StagePass<A, B> implements Pass<B> {
  readonly #label: string;
  readonly #upstream: Pass<A>;
  readonly #work: Work<A, B>;
  readonly #unread: number;
  readonly #rest: () => Place;
  #at: number;
  #over = false;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Again | Promise<Step<B> | Again> => this.#once();
  readonly #receive = (step: Step<A>): Step<B> | Again | Promise<Step<B> | Again> => this.#received(step);

  constructor(label: string, upstream: Pass<A>, work: Work<A, B>, { at, unread, rest }: StagePlace) {
    this.#label = label;
    this.#upstream = upstream;
    this.#work = work;
    this.#rest = rest;
    this.#unread = unread;
    this.#at = at - unread;
  }

  next(): Step<B> | Promise<Step<B>> {
    return until(this.#turn);
  }

  #once(): Step<B> | Again | Promise<Step<B> | Again> {
    if (this.#over || this.#work.enough?.(this.#at) === true) return END;
    const step = this.#upstream.next();
    return step instanceof Promise ? step.then(this.#receive) : this.#received(step);
  }

  #received(step: Step<A>): Step<B> | Again | Promise<Step<B> | Again> {
    if (step.done === true) {
      this.#over = true;
      return this.#last();
    }
    const index = this.#at++;
    let made: B | Again | PromiseLike<B | Again>;
    try {
      made = this.#work.next(step.value, index);
    } catch (error) {
      throw new StageError(this.#label, index, error);
    }
    if (isPromise(made)) return this.#promised(made, index);
    return made === AGAIN || index < this.#unread ? AGAIN : { done: false, value: made };
  }

  #last(): Step<B> {
    try {
      const last = this.#work.end === undefined ? AGAIN : this.#work.end(this.#at);
      return last === AGAIN ? END : { done: false, value: last };
    } catch (error) {
      throw new StageError(this.#label, this.#at, error);
    }
  }

  async #promised(made: PromiseLike<B | Again>, index: number): Promise<Step<B> | Again> {
    try {
      const value = await made;
      return value === AGAIN || index < this.#unread ? AGAIN : { done: false, value };
    } catch (error) {
      throw new StageError(this.#label, index, error);
    }
  }

  state(): State {
    return { at: Math.max(this.#at, this.#unread), ...this.#rest() };
  }

  close(): Promise<void> {
    this.#over = true;
    if (this.#closing === undefined) this.#work.close?.();
    return (this.#closing ??= this.#upstream.close());
  }
}
