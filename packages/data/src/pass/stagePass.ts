import { keepOrigin } from "@tensorloom/core";
import { END } from "./end.ts";
import { AGAIN, type Again, isPromise, until } from "./later.ts";
import type { Place } from "./place.ts";
import type { Pass, State, Step } from "../source.ts";
import { StageError } from "./stageError.ts";
import { NOTHING, Telling, type Told } from "./telling.ts";

/** A stage's work in one pass. */
export interface Work<A, B> {
  /** What one element becomes, or `AGAIN` where nothing comes of it yet. `index` counts the elements of this pass. */
  readonly next: (element: A, index: number) => B | Again | PromiseLike<B | Again>;
  /** Whether the stage is done before the upstream is; `index` elements came so far. */
  readonly enough?: (index: number) => boolean;
  /** What is left to give when the upstream ends. */
  readonly end?: (index: number) => B | Again | PromiseLike<B | Again>;
  /** Called when the pass closes, before the upstream does. */
  readonly close?: () => void;
}

/** Where a stage's pass begins. */
export interface StagePlace {
  /** How many elements came. */
  readonly at: number;
  /** The rest of the state. */
  readonly rest: () => Place;
  /** Where the work holds elements while it waits for more: what was told since the last whole element, and comes again. */
  readonly torn: Told | undefined;
}

/** A pass that hands each element of its upstream to a stage's work. */
export class StagePass<A, B> implements Pass<B> {
  readonly #label: string;
  readonly #upstream: Pass<A>;
  readonly #work: Work<A, B>;
  readonly #rest: () => Place;
  /** What came since the last whole element; `undefined` where the work gathers nothing. */
  readonly #since: Telling | undefined;
  /** The place before the elements that are gathered. */
  #before: Place | undefined;
  #at: number;
  #over = false;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Again | Promise<Step<B> | Again> => this.#once();
  readonly #receive = (step: Step<A>): Step<B> | Again | Promise<Step<B> | Again> => this.#received(step);

  constructor(label: string, upstream: Pass<A>, work: Work<A, B>, { at, rest, torn }: StagePlace) {
    this.#label = label;
    this.#upstream = upstream;
    this.#work = work;
    this.#rest = rest;
    this.#at = at;
    if (torn === undefined) return;
    this.#since = new Telling(torn);
    if (torn.errors > 0) this.#before = this.#written();
  }

  next(): Step<B> | Promise<Step<B>> {
    return this.#since === undefined ? until(this.#turn) : this.#gathered();
  }

  /** The next element of a stage that gathers several: an error in the middle must not lose those before it. */
  #gathered(): Step<B> | Promise<Step<B>> {
    this.#before ??= this.#written();
    for (;;)
      try {
        const step = until(this.#turn);
        if (!(step instanceof Promise)) return this.#whole(step);
        return step.then(this.#whole, this.#goOn);
      } catch (error) {
        this.#tear(error);
      }
  }

  readonly #goOn = (error: unknown): Step<B> | Promise<Step<B>> => {
    this.#tear(error);
    return this.#gathered();
  };

  readonly #whole = (step: Step<B>): Step<B> => {
    if (this.#closing === undefined) this.#begin(); // else what was gathered stays before the place
    return step;
  };

  /** Throws the error of the last answer, unless it was told before this pass was resumed. */
  #tear(error: unknown): void {
    if (this.#since?.failed() === true) return;
    if (this.#at === this.#before?.["at"]) this.#begin(); // nothing is gathered
    throw error;
  }

  /** Gathers anew. */
  #begin(): void {
    this.#before = undefined;
    this.#since?.restart();
  }

  #once(): Step<B> | Again | Promise<Step<B> | Again> {
    if (this.#over || this.#work.enough?.(this.#at) === true) return END;
    this.#since?.came();
    const step = this.#upstream.next();
    return step instanceof Promise ? step.then(this.#receive) : this.#received(step);
  }

  #received(step: Step<A>): Step<B> | Again | Promise<Step<B> | Again> {
    if (this.#over) return END; // closed meanwhile
    if (step.done === true) {
      this.#over = true;
      return this.#last();
    }
    const index = this.#at++;
    let made: B | Again | PromiseLike<B | Again>;
    try {
      made = this.#work.next(step.value, index);
    } catch (error) {
      throw new StageError(this.#label, index, error, this.#only(step.value));
    }
    if (isPromise(made)) return this.#promised(made, index, step.value);
    if (made === AGAIN) return AGAIN;
    return { done: false, value: this.#since === undefined ? keepOrigin(step.value, made) : made };
  }

  /** The element, unless what is made is made of several. */
  #only(element: A): A | undefined {
    return this.#since === undefined ? element : undefined;
  }

  #last(): Step<B> | Promise<Step<B> | Again> {
    let last: B | Again | PromiseLike<B | Again>;
    try {
      last = this.#work.end === undefined ? AGAIN : this.#work.end(this.#at);
    } catch (error) {
      throw new StageError(this.#label, this.#at, error);
    }
    if (isPromise(last)) return this.#promised(last, this.#at);
    return last === AGAIN ? END : { done: false, value: last };
  }

  async #promised(made: PromiseLike<B | Again>, index: number, element?: A): Promise<Step<B> | Again> {
    const of = element === undefined ? undefined : this.#only(element);
    try {
      const value = await made;
      return value === AGAIN ? AGAIN : { done: false, value: keepOrigin(of, value) };
    } catch (error) {
      throw new StageError(this.#label, index, error, of);
    }
  }

  state(): State {
    const [before, since] = [this.#before, this.#since];
    if (since === undefined) return this.#written();
    if (before === undefined) return { at: this.#at, torn: { ...NOTHING }, ...this.#rest() };
    return { ...before, torn: since.told };
  }

  #written(): Place {
    return { at: this.#at, ...this.#rest() };
  }

  close(): Promise<void> {
    this.#over = true;
    if (this.#closing === undefined) this.#work.close?.();
    return (this.#closing ??= this.#upstream.close());
  }
}
