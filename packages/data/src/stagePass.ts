import { END } from "./end.ts";
import { AGAIN, type Again, isPromise, until } from "./later.ts";
import type { Place } from "./place.ts";
import type { Pass, State, Step } from "./source.ts";
import { thrownBefore, wasThrownBefore } from "./replaying.ts";
import { StageError } from "./stageError.ts";

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

/** Where a stage's pass begins. */
export interface StagePlace {
  /** How many elements came. */
  readonly at: number;
  /** How many of them are to come again, for the memory's sake. */
  readonly unread: number;
  /** Whether the work holds elements while it waits for more. */
  readonly gathers: boolean;
  /** How many errors came among the elements that it held: they come again, and were told. */
  readonly errors: number;
  /** The rest of the state. */
  readonly rest: () => Place;
}

/** Whether a state is one of a stage that gathers, behind an error among the elements that it held. */
export function isTorn(state: State): boolean {
  return typeof state === "object" && state !== null && "torn" in state;
}

/** A pass that hands each element of its upstream to a stage's work. */
export class StagePass<A, B> implements Pass<B> {
  readonly #label: string;
  readonly #upstream: Pass<A>;
  readonly #work: Work<A, B>;
  readonly #unread: number;
  readonly #gathers: boolean;
  readonly #rest: () => Place;
  /** The state before the elements that an error left gathered, with the number of such errors. */
  #torn: Place | undefined;
  /** How many errors, told before this pass was resumed, are still to come again. */
  #told: number;
  #at: number;
  #over = false;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Again | Promise<Step<B> | Again> => this.#once();
  readonly #receive = (step: Step<A>): Step<B> | Again | Promise<Step<B> | Again> => this.#received(step);

  constructor(
    label: string,
    upstream: Pass<A>,
    work: Work<A, B>,
    { at, unread, gathers, errors, rest }: StagePlace,
  ) {
    this.#label = label;
    this.#upstream = upstream;
    this.#work = work;
    this.#rest = rest;
    this.#gathers = gathers;
    this.#unread = unread;
    this.#at = at - unread;
    this.#told = errors;
    if (errors > 0) this.#torn = { ...this.#written(), torn: errors };
  }

  next(): Step<B> | Promise<Step<B>> {
    return this.#gathers ? this.#gathered() : until(this.#turn);
  }

  /** The next element of a stage that gathers several: an error in the middle must not lose those before it. */
  #gathered(): Step<B> | Promise<Step<B>> {
    const before = this.#torn ?? this.#written();
    for (;;)
      try {
        const step = until(this.#turn);
        if (!(step instanceof Promise)) return this.#whole(step);
        return step.then(this.#whole, (error: unknown) => {
          this.#tear(error, before);
          return this.#gathered();
        });
      } catch (error) {
        this.#tear(error, before);
      }
  }

  readonly #whole = (step: Step<B>): Step<B> => {
    this.#torn = undefined;
    this.#told = 0;
    return step;
  };

  /** Throws the error, unless it was told before this pass was resumed. */
  #tear(error: unknown, before: Place): void {
    if (wasThrownBefore(error)) this.#torn = before;
    else if (this.#told > 0) {
      this.#told -= 1;
      return;
    } else this.#torn = { ...before, torn: Number(before["torn"] ?? 0) + 1 };
    throw error;
  }

  #once(): Step<B> | Again | Promise<Step<B> | Again> {
    if (this.#over || this.#work.enough?.(this.#at) === true) return END;
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
      throw this.#failed(index, error);
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
      throw this.#failed(index, error);
    }
  }

  #failed(index: number, cause: unknown): StageError {
    const error = new StageError(this.#label, index, cause);
    return index < this.#unread ? thrownBefore(error) : error;
  }

  state(): State {
    return this.#torn ?? this.#written();
  }

  #written(): Place {
    return { at: Math.max(this.#at, this.#unread), ...this.#rest() };
  }

  close(): Promise<void> {
    this.#over = true;
    if (this.#closing === undefined) this.#work.close?.();
    return (this.#closing ??= this.#upstream.close());
  }
}
