import { keepOrigin } from "@tensorloom/core";
import { DONE } from "./done.ts";
import { SKIP, type Skip, isPromise, drain } from "./maybeAsync.ts";
import type { StateFields } from "./stateFields.ts";
import type { Pass, State, Step } from "../source.ts";
import { StageError } from "./stageError.ts";
import { NONE_DELIVERED, DeliveryCount, type Delivered } from "./deliveryCount.ts";

/** A stage's work in one pass. */
export interface StageWork<A, B> {
  /** What one element becomes, or `SKIP` where nothing comes of it yet. `index` counts the elements of this pass. */
  readonly next: (element: A, index: number) => B | Skip | PromiseLike<B | Skip>;
  /** Whether the stage is done before the upstream is; `index` elements came so far. */
  readonly isDone?: (index: number) => boolean;
  /** What is left to give when the upstream ends. */
  readonly flush?: (index: number) => B | Skip | PromiseLike<B | Skip>;
  /** Called when the pass closes, before the upstream does. */
  readonly close?: () => void;
}

/** Where a stage's pass begins. */
export interface StagePosition {
  /** How many elements came. */
  readonly at: number;
  /** The rest of the state. */
  readonly rest: () => StateFields;
  /** Where the work holds elements while it waits for more: what was told since the last whole element, and comes again. */
  readonly torn: Delivered | undefined;
}

/** A pass that hands each element of its upstream to a stage's work. */
export class StagePass<A, B> implements Pass<B> {
  readonly #label: string;
  readonly #upstream: Pass<A>;
  readonly #work: StageWork<A, B>;
  readonly #rest: () => StateFields;
  /** What came since the last whole element; `undefined` where the work gathers nothing. */
  readonly #since: DeliveryCount | undefined;
  /** The place before the elements that are gathered. */
  #before: StateFields | undefined;
  #at: number;
  #over = false;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Skip | Promise<Step<B> | Skip> => this.#once();
  readonly #receive = (step: Step<A>): Step<B> | Skip | Promise<Step<B> | Skip> => this.#received(step);

  constructor(label: string, upstream: Pass<A>, work: StageWork<A, B>, { at, rest, torn }: StagePosition) {
    this.#label = label;
    this.#upstream = upstream;
    this.#work = work;
    this.#rest = rest;
    this.#at = at;
    if (torn === undefined) return;
    this.#since = new DeliveryCount(torn);
    if (torn.errors > 0) this.#before = this.#written();
  }

  next(): Step<B> | Promise<Step<B>> {
    return this.#since === undefined ? drain(this.#turn) : this.#gathered();
  }

  /** The next element of a stage that gathers several: an error in the middle must not lose those before it. */
  #gathered(): Step<B> | Promise<Step<B>> {
    this.#before ??= this.#written();
    for (;;)
      try {
        const step = drain(this.#turn);
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
    if (this.#since?.countError() === true) return;
    if (this.#at === this.#before?.["at"]) this.#begin(); // nothing is gathered
    throw error;
  }

  /** Gathers anew. */
  #begin(): void {
    this.#before = undefined;
    this.#since?.reset();
  }

  #once(): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#over || this.#work.isDone?.(this.#at) === true) return DONE;
    this.#since?.countStep();
    const step = this.#upstream.next();
    return step instanceof Promise ? step.then(this.#receive) : this.#received(step);
  }

  #received(step: Step<A>): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#over) return DONE; // closed meanwhile
    if (step.done === true) {
      this.#over = true;
      return this.#last();
    }
    const index = this.#at++;
    let made: B | Skip | PromiseLike<B | Skip>;
    try {
      made = this.#work.next(step.value, index);
    } catch (error) {
      throw new StageError(this.#label, index, error, this.#only(step.value));
    }
    if (isPromise(made)) return this.#promised(made, index, step.value);
    if (made === SKIP) return SKIP;
    return { done: false, value: this.#since === undefined ? keepOrigin(step.value, made) : made };
  }

  /** The element, unless what is made is made of several. */
  #only(element: A): A | undefined {
    return this.#since === undefined ? element : undefined;
  }

  #last(): Step<B> | Promise<Step<B> | Skip> {
    let last: B | Skip | PromiseLike<B | Skip>;
    try {
      last = this.#work.flush === undefined ? SKIP : this.#work.flush(this.#at);
    } catch (error) {
      throw new StageError(this.#label, this.#at, error);
    }
    if (isPromise(last)) return this.#promised(last, this.#at);
    return last === SKIP ? DONE : { done: false, value: last };
  }

  async #promised(made: PromiseLike<B | Skip>, index: number, element?: A): Promise<Step<B> | Skip> {
    const of = element === undefined ? undefined : this.#only(element);
    try {
      const value = await made;
      return value === SKIP ? SKIP : { done: false, value: keepOrigin(of, value) };
    } catch (error) {
      throw new StageError(this.#label, index, error, of);
    }
  }

  state(): State {
    const [before, since] = [this.#before, this.#since];
    if (since === undefined) return this.#written();
    if (before === undefined) return { at: this.#at, torn: { ...NONE_DELIVERED }, ...this.#rest() };
    return { ...before, torn: since.delivered };
  }

  #written(): StateFields {
    return { at: this.#at, ...this.#rest() };
  }

  close(): Promise<void> {
    this.#over = true;
    if (this.#closing === undefined) this.#work.close?.();
    return (this.#closing ??= this.#upstream.close());
  }
}
