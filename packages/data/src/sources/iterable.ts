import { shown } from "@tensorloom/core/internal";
import type { Pass, Source, State, Step } from "../source.ts";
import { CLOSED } from "../pass/pendingCloses.ts";
import { isPromise } from "../pass/maybeAsync.ts";
import { readCount, readState } from "../pass/stateFields.ts";
import { DONE } from "../pass/done.ts";
import { StageError } from "../pass/stageError.ts";

/**
 * An iterable, an async iterable or a Web Stream.
 *
 * @inline
 */
export type AnyIterable<T> = (Iterable<T> & object) | AsyncIterable<T> | WebStream<T>;

/**
 * A Web Stream, as far as it is read here.
 *
 * @inline
 */
interface WebStream<T> {
  getReader(): ReadableStreamDefaultReader<T>;
}

/** The keys of an iterable. */
const ITERATION_KEYS = [Symbol.iterator, Symbol.asyncIterator, "getReader"];

/** Whether a value is an iterable other than a string. */
export function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && ITERATION_KEYS.some((key) => key in value);
}

/** Throws for a value that is not iterable. `wait` is the hint shown if it is a promise. */
export function throwNotIterable(expected: string, value: unknown, wait: string): never {
  const got = isPromise(value) ? `a promise (${wait})` : shown(value);
  throw new TypeError(`expected ${expected}, got ${got}`);
}

/** A recipe over an iterable that is created for each pass. */
export interface IterableRecipe<T> {
  readonly label: string;
  readonly size: number | undefined;
  readonly make: (epoch: number) => AnyIterable<T>;
  /** An iterable that exists already: a pass that never starts it closes it. */
  readonly made?: AnyIterable<T> | undefined;
}

/** A source over an iterable. Its state is an epoch and a count, and a resume skips the delivered elements. */
export function iterableSource<T>({ label, size, make, made }: IterableRecipe<T>): Source<T> {
  return {
    label,
    size,
    fingerprint: () => String(make),
    open({ state, epoch = 0 } = {}): Pass<T> {
      if (state === undefined) return new IterablePass({ label, make, made }, epoch, 0);
      const place = readState(label, state, ["at", "epoch"]);
      return new IterablePass(
        { label, make, made },
        readCount(label, place, "epoch"),
        readCount(label, place, "at"),
      );
    },
  };
}

interface IterableSpec<T> extends Pick<IterableRecipe<T>, "label" | "make"> {
  readonly made: AnyIterable<T> | undefined;
}

class IterablePass<T> implements Pass<T> {
  readonly #label: string;
  readonly #epoch: number;
  readonly #make: (epoch: number) => AnyIterable<T>;
  readonly #made: AnyIterable<T> | undefined;
  /** The iterable, once iteration has begun. */
  #iterable: AnyIterable<T> | undefined;
  #iterator: Iterator<T> | AsyncIterator<T> | undefined;
  #at: number;
  #unread: number;
  #isDone = false;
  #closing: Promise<void> | undefined;

  constructor({ label, make, made }: IterableSpec<T>, epoch: number, at: number) {
    this.#label = label;
    this.#make = make;
    this.#made = made;
    this.#epoch = epoch;
    this.#at = at;
    this.#unread = at;
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#isDone) return DONE;
    try {
      for (;;) {
        const result = (this.#iterator ??= iteratorOf((this.#iterable = this.#make(this.#epoch)))).next();
        if (isPromise(result)) return this.#awaitResult(result);
        const step = this.#receive(result);
        if (step !== undefined) return step;
      }
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Counts a result; `undefined` if it was delivered before a resume. */
  #receive(result: IteratorResult<T, unknown>): Step<T> | undefined {
    if (result.done === true) {
      this.#isDone = true;
      this.#iterator = undefined; // it has closed itself
      return DONE;
    }
    if (this.#unread > 0) {
      this.#unread -= 1;
      return undefined;
    }
    this.#at += 1;
    return result;
  }

  async #awaitResult(result: PromiseLike<IteratorResult<T>>): Promise<Step<T>> {
    try {
      let step = this.#receive(await result);
      while (step === undefined && this.#iterator !== undefined && !this.#isDone)
        step = this.#receive(await this.#iterator.next());
      return step ?? DONE;
    } catch (error) {
      if (this.#closing !== undefined) return DONE; // it was closed while an element was pending
      throw this.#fail(error);
    }
  }

  #fail(error: unknown): StageError {
    this.#isDone = true; // an iterator that threw is at its end
    return new StageError(this.#label, this.#at - this.#unread, error);
  }

  state(): State {
    return { at: this.#at, epoch: this.#epoch };
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= this.#end());
  }

  #end(): Promise<void> {
    if (this.#iterator !== undefined) return endIteration(this.#iterator, this.#iterable);
    return this.#iterable === undefined && this.#made !== undefined ? discard(this.#made) : CLOSED;
  }
}

/** Ends an iteration. A Node stream is destroyed first: its `return` would wait for the pending read. */
async function endIteration(
  iterator: Iterator<unknown> | AsyncIterator<unknown>,
  iterable: AnyIterable<unknown> | undefined,
): Promise<void> {
  if (iterable !== undefined && isNodeStream(iterable)) iterable.destroy();
  await iterator.return?.();
}

function iteratorOf<T>(iterable: AnyIterable<T>): Iterator<T> | AsyncIterator<T> {
  if (!isIterable(iterable))
    throwNotIterable("an iterable of elements", iterable, "fromGenerator takes a function that waits");
  if ("getReader" in iterable) return streamIterator(iterable.getReader());
  if (Symbol.asyncIterator in iterable) return iterable[Symbol.asyncIterator]();
  return iterable[Symbol.iterator]();
}

/** Iterates over a Web Stream. The `return` of the stream's own iterator would wait for the pending read. */
function streamIterator<T>(reader: ReadableStreamDefaultReader<T>): AsyncIterator<T, undefined> {
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? DONE : { done, value };
    },
    async return() {
      await reader.cancel();
      return DONE;
    },
  };
}

/** Closes an iterable that was never started. An unread stream keeps its file open. */
async function discard(iterable: AnyIterable<unknown>): Promise<void> {
  if (isNodeStream(iterable)) iterable.destroy();
  else await iteratorOf(iterable).return?.();
}

/** Whether it is a stream of Node's, as far as closing goes. */
function isNodeStream(iterable: object): iterable is { destroy(): void } {
  return "destroyed" in iterable && "destroy" in iterable && typeof iterable.destroy === "function";
}
