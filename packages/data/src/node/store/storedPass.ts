import { AGAIN, type Again, asked, until } from "../../pass/later.ts";
import { Closings } from "../../pass/closings.ts";
import { trunk } from "../../random/branch.ts";
import { openParent, startAt } from "../../pass/recipe.ts";
import type { Pass, Source, Start, State, Step } from "../../source.ts";
import { END } from "../../pass/end.ts";
import { StageError } from "../../pass/stageError.ts";
import { Telling, toldIn } from "../../pass/telling.ts";
import { StoreError } from "./frames.ts";
import { Parts, type Store, type Stored, type Tail } from "./parts.ts";

/**
 * A pass that reads what is stored and stores what is not.
 *
 * Each file is complete or absent, and says where the upstream stood behind it: what a crash left unfinished is made
 * from there on. After an error of the upstream the pass stores no more, so that the next one makes that element again;
 * after an error of the store it is over.
 */
export class StoredPass<T> implements Pass<T> {
  readonly #label: string;
  readonly #source: Source<T>;
  readonly #start: Start;
  readonly #parts: Parts<T>;
  readonly #telling: Telling;
  #upstream: Pass<T> | undefined;
  #over = false;
  #busy: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(source: Source<T>, start: Start, label: string, store: Store) {
    this.#label = label;
    this.#source = source;
    this.#start = trunk(start);
    this.#telling = new Telling(toldIn(label, start.state));
    this.#parts = new Parts(store);
  }

  next(): Step<T> | Promise<Step<T>> {
    return until(this.#turns);
  }

  readonly #turns = (): Step<T> | Again | Promise<Step<T> | Again> => this.#turn();

  #turn(): Step<T> | Again | Promise<Step<T> | Again> {
    if (this.#over) return END;
    if (this.#upstream !== undefined) return this.#make(this.#upstream);
    if (!this.#parts.reading) return this.#safely(() => this.#begin());
    try {
      const stored = this.#parts.read();
      return stored instanceof Promise
        ? this.#safely(async () => this.#got(await stored))
        : this.#got(stored);
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Does what touches the files: `close` waits for it, and a failure ends the pass. */
  #safely<R>(work: () => Promise<R>): Promise<R> {
    const done = work().catch((error: unknown) => {
      throw this.#failed(error);
    });
    this.#busy = done.catch(() => undefined);
    return done;
  }

  #failed(error: unknown): unknown {
    this.#over = true; // the same again would fail again: behind an `ignoreErrors`, for ever
    return error instanceof StoreError || error instanceof StageError
      ? error
      : new StageError(this.#label, this.#telling.here, error);
  }

  /** Finds the file that the place is in, or the place that its elements are to be made from. */
  async #begin(): Promise<Again> {
    const here = await this.#parts.find(this.#telling.told.at);
    if (here === undefined) this.#open(undefined);
    else this.#telling.stand(here);
    return AGAIN;
  }

  /** Opens the upstream behind a file, or at its beginning. */
  #open(place: State | undefined): void {
    if (this.#over) return; // closed meanwhile
    if (place !== undefined)
      try {
        this.#upstream = this.#opened({ state: place });
        return;
      } catch {
        // The place is of another concurrency or the like: the same elements, but not the same stages.
      }
    this.#telling.stand(0);
    this.#upstream = this.#opened({ epoch: 0 });
  }

  #opened(place: Pick<Start, "state" | "epoch">): Pass<T> {
    return openParent(this.#source, startAt(this.#start, place));
  }

  #got(stored: Stored<T>): Step<T> | Again | Promise<Again> {
    return "element" in stored ? this.#give(stored.element) : this.#safely(() => this.#behind(stored.tail));
  }

  /** At the end of a file: the next one, or the upstream from there on. */
  async #behind({ upstream, last }: Tail): Promise<Again> {
    await this.#parts.leave();
    if (last) this.#over = true;
    else if (!(await this.#parts.enter(this.#telling.here))) this.#open(upstream);
    return AGAIN;
  }

  #make(upstream: Pass<T>): Step<T> | Again | Promise<Step<T> | Again> {
    return asked(upstream, (step) => this.#keep(step, upstream), this.#lost);
  }

  /** Stores what the upstream gave, then gives it: at once where it is only put to what is written later. */
  #keep(step: Step<T>, upstream: Pass<T>): Step<T> | Again | Promise<Step<T> | Again> {
    if (this.#over) return END; // closed: an end that the upstream told is not the elements' end
    let written: Promise<void> | undefined;
    try {
      written = this.#parts.store(step, this.#telling.here, () => upstream.state());
    } catch (error) {
      throw this.#failed(error);
    }
    return written === undefined ? this.#kept(step) : this.#written(written, step);
  }

  #written(written: Promise<void>, step: Step<T>): Promise<Step<T> | Again> {
    return this.#safely(async () => {
      await written;
      return this.#kept(step);
    });
  }

  #kept(step: Step<T>): Step<T> | Again {
    this.#over ||= step.done === true;
    return step.done === true ? END : this.#give(step.value);
  }

  /** An element that the upstream threw at: what is stored would lack it. */
  readonly #lost = async (error: unknown): Promise<Again> => {
    this.#telling.came();
    const again = this.#telling.failed();
    await this.#safely(() => this.#parts.storeNoMore());
    if (again) return AGAIN;
    throw error;
  };

  /** An element; none where it was given before the pass was resumed. */
  #give(value: T): Step<T> | Again {
    this.#telling.came();
    return this.#telling.again ? AGAIN : { done: false, value };
  }

  state(): State {
    return this.#telling.told;
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    const closings = new Closings();
    if (this.#upstream !== undefined) closings.done(this.#upstream); // first: what is under way may wait for its signal
    await this.#busy; // a file that is being opened is closed below
    await closings.all([this.#parts]);
  }
}
