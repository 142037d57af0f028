import { keepOrigin } from "@tensorloom/core";
import { DONE } from "./done.ts";
import { SKIP, type Skip, isPromise, drain } from "./maybeAsync.ts";
import type { StateFields } from "./stateFields.ts";
import type { Pass, State, Step } from "../source.ts";
import { StageError } from "./stageError.ts";
import { NONE_DELIVERED, DeliveryCount, type Delivered } from "./deliveryCount.ts";

/**
 * The work of a stage in one pass.
 *
 * {@link stage} calls it.
 *
 * @example
 * ```ts
 * import { range } from "@tensorloom/data";
 * import { SKIP, stage, type StageWork } from "@tensorloom/data/operator";
 *
 * // Sums the elements, and returns the sum when the upstream ends.
 * function sumOf(memory: { sum: number }): StageWork<number, number> {
 *   return {
 *     next(x) {
 *       memory.sum += x;
 *       return SKIP;
 *     },
 *     flush: () => memory.sum,
 *   };
 * }
 * const total = stage<number, number, { sum: number }>({
 *   label: "total()",
 *   size: 1,
 *   start: () => ({ sum: 0 }),
 *   work: sumOf,
 * });
 * await range(5).apply(total).toArray(); // => [10]
 * ```
 */
export interface StageWork<A, B> {
  /** Returns what an element becomes, or `SKIP` if it yields nothing. `index` counts the elements of this pass. */
  readonly next: (element: A, index: number) => B | Skip | PromiseLike<B | Skip>;
  /** Returns whether the stage ends before its upstream, after `index` elements. */
  readonly isDone?: ((index: number) => boolean) | undefined;
  /** Returns the last element when the upstream ends, or `SKIP`. */
  readonly flush?: ((index: number) => B | Skip | PromiseLike<B | Skip>) | undefined;
  /** Called when the pass closes, before the upstream does. */
  readonly close?: (() => void) | undefined;
}

/** The position from which a stage's pass starts. */
export interface StagePosition {
  /** How many elements have been pulled. */
  readonly at: number;
  /** The rest of the state. */
  readonly rest: () => StateFields;
  /** If the stage gathers: what was delivered since the last complete element, and will be repeated. */
  readonly torn: Delivered | undefined;
}

/** A pass that applies a stage's work to each upstream element. */
export class StagePass<A, B> implements Pass<B> {
  readonly #label: string;
  readonly #upstream: Pass<A>;
  readonly #work: StageWork<A, B>;
  readonly #rest: () => StateFields;
  /** What was delivered since the last complete element; `undefined` if the stage does not gather. */
  readonly #delivered: DeliveryCount | undefined;
  /** The state before the accumulated elements. */
  #before: StateFields | undefined;
  #at: number;
  #ended = false;
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<B> | Skip | Promise<Step<B> | Skip> => this.#advance();
  readonly #onStep = (step: Step<A>): Step<B> | Skip | Promise<Step<B> | Skip> => this.#process(step);

  constructor(label: string, upstream: Pass<A>, work: StageWork<A, B>, { at, rest, torn }: StagePosition) {
    this.#label = label;
    this.#upstream = upstream;
    this.#work = work;
    this.#rest = rest;
    this.#at = at;
    if (torn === undefined) return;
    this.#delivered = new DeliveryCount(torn);
    if (torn.errors > 0) this.#before = this.#fields();
  }

  next(): Step<B> | Promise<Step<B>> {
    return this.#delivered === undefined ? drain(this.#step) : this.#nextGathered();
  }

  /** Returns the next element of a stage that gathers. An error in the middle must not lose the elements before it. */
  #nextGathered(): Step<B> | Promise<Step<B>> {
    this.#before ??= this.#fields();
    for (;;)
      try {
        const step = drain(this.#step);
        if (!(step instanceof Promise)) return this.#complete(step);
        return step.then(this.#complete, this.#afterError);
      } catch (error) {
        this.#handleError(error);
      }
  }

  readonly #afterError = (error: unknown): Step<B> | Promise<Step<B>> => {
    this.#handleError(error);
    return this.#nextGathered();
  };

  readonly #complete = (step: Step<B>): Step<B> => {
    if (this.#closing === undefined) this.#startGroup(); // else the state stays before the accumulated elements
    return step;
  };

  /** Throws an error, unless it was delivered before this pass was resumed. */
  #handleError(error: unknown): void {
    if (this.#delivered?.countError() === true) return;
    if (this.#at === this.#before?.["at"]) this.#startGroup(); // nothing has been accumulated
    throw error;
  }

  /** Starts a new group. */
  #startGroup(): void {
    this.#before = undefined;
    this.#delivered?.reset();
  }

  #advance(): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#ended || this.#work.isDone?.(this.#at) === true) return DONE;
    this.#delivered?.countStep();
    const step = this.#upstream.next();
    return step instanceof Promise ? step.then(this.#onStep) : this.#process(step);
  }

  #process(step: Step<A>): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#ended) return DONE; // closed meanwhile
    if (step.done === true) {
      this.#ended = true;
      return this.#flush();
    }
    const index = this.#at++;
    let made: B | Skip | PromiseLike<B | Skip>;
    try {
      made = this.#work.next(step.value, index);
    } catch (error) {
      throw new StageError(this.#label, index, error, this.#originElement(step.value));
    }
    if (isPromise(made)) return this.#awaitResult(made, index, step.value);
    if (made === SKIP) return SKIP;
    return { done: false, value: this.#delivered === undefined ? keepOrigin(step.value, made) : made };
  }

  /** The element, unless results are made of several. */
  #originElement(element: A): A | undefined {
    return this.#delivered === undefined ? element : undefined;
  }

  #flush(): Step<B> | Promise<Step<B> | Skip> {
    let last: B | Skip | PromiseLike<B | Skip>;
    try {
      last = this.#work.flush === undefined ? SKIP : this.#work.flush(this.#at);
    } catch (error) {
      throw new StageError(this.#label, this.#at, error);
    }
    if (isPromise(last)) return this.#awaitResult(last, this.#at);
    return last === SKIP ? DONE : { done: false, value: last };
  }

  async #awaitResult(made: PromiseLike<B | Skip>, index: number, element?: A): Promise<Step<B> | Skip> {
    const of = element === undefined ? undefined : this.#originElement(element);
    try {
      const value = await made;
      return value === SKIP ? SKIP : { done: false, value: keepOrigin(of, value) };
    } catch (error) {
      throw new StageError(this.#label, index, error, of);
    }
  }

  state(): State {
    const [before, since] = [this.#before, this.#delivered];
    if (since === undefined) return this.#fields();
    if (before === undefined) return { at: this.#at, torn: { ...NONE_DELIVERED }, ...this.#rest() };
    return { ...before, torn: since.delivered };
  }

  #fields(): StateFields {
    return { at: this.#at, ...this.#rest() };
  }

  close(): Promise<void> {
    this.#ended = true;
    if (this.#closing === undefined) this.#work.close?.();
    return (this.#closing ??= this.#upstream.close());
  }
}
