import type { Pass, Source, State, Step } from "../source.ts";
import { CLOSED } from "../closings.ts";
import { isPromise } from "../later.ts";
import { countIn, placeIn } from "../place.ts";
import { END } from "../end.ts";
import { StageError } from "../stageError.ts";

/** What can be walked over, at once or later; a Web Stream, where the engine cannot walk over those, is read. */
export type AnyIterable<T> = Iterable<T> | AsyncIterable<T> | WebStream<T>;

/** A Web Stream, as far as it is read here. */
export interface WebStream<T> {
  getReader(): ReadableStreamDefaultReader<T>;
}

/** A recipe over an iterable that is made anew for every pass. */
export interface IterableRecipe<T> {
  readonly label: string;
  readonly size: number | undefined;
  readonly make: (epoch: number) => AnyIterable<T>;
}

/** A source that walks over an iterable; its state is an epoch and a count, and a resume walks over what was given. */
export function iterableSource<T>({ label, size, make }: IterableRecipe<T>): Source<T> {
  return {
    label,
    size,
    text: () => String(make),
    open({ state, epoch = 0 } = {}): Pass<T> {
      if (state === undefined) return new IterablePass(label, make, epoch, 0);
      const place = placeIn(label, state, ["at", "epoch"]);
      return new IterablePass(label, make, countIn(label, place, "epoch"), countIn(label, place, "at"));
    },
  };
}

class IterablePass<T> implements Pass<T> {
  readonly #label: string;
  readonly #epoch: number;
  readonly #make: (epoch: number) => AnyIterable<T>;
  #iterator: Iterator<T> | AsyncIterator<T> | undefined;
  #at: number;
  #unread: number;
  #over = false;
  #closing: Promise<void> | undefined;

  constructor(label: string, make: (epoch: number) => AnyIterable<T>, epoch: number, at: number) {
    this.#label = label;
    this.#make = make;
    this.#epoch = epoch;
    this.#at = at;
    this.#unread = at;
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#over) return END;
    try {
      for (;;) {
        const result = (this.#iterator ??= walk(this.#make(this.#epoch))).next();
        if (isPromise(result)) return this.#promised(result);
        const step = this.#took(result);
        if (step !== undefined) return step;
      }
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Counts a result; `undefined` where it was given before the pass was resumed. */
  #took(result: IteratorResult<T, unknown>): Step<T> | undefined {
    if (result.done === true) {
      this.#over = true;
      this.#iterator = undefined; // it closed itself
      return END;
    }
    if (this.#unread > 0) {
      this.#unread -= 1;
      return undefined;
    }
    this.#at += 1;
    return result;
  }

  async #promised(result: PromiseLike<IteratorResult<T>>): Promise<Step<T>> {
    try {
      let step = this.#took(await result);
      while (step === undefined && this.#iterator !== undefined)
        step = this.#took(await this.#iterator.next());
      return step ?? END;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #failed(error: unknown): StageError {
    this.#over = true; // an iterator that threw is at its end
    return new StageError(this.#label, this.#at - this.#unread, error);
  }

  state(): State {
    return { at: this.#at, epoch: this.#epoch };
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= this.#iterator === undefined ? CLOSED : this.#return());
  }

  async #return(): Promise<void> {
    await this.#iterator?.return?.();
  }
}

function walk<T>(iterable: AnyIterable<T>): Iterator<T> | AsyncIterator<T> {
  if (Symbol.asyncIterator in iterable) return iterable[Symbol.asyncIterator]();
  if (Symbol.iterator in iterable) return iterable[Symbol.iterator]();
  return reading(iterable.getReader());
}

/** A Web Stream where the engine does not let one walk over it (Safari). */
async function* reading<T>(reader: ReadableStreamDefaultReader<T>): AsyncGenerator<T, void> {
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
