import { SKIP, type Skip, settle, drain } from "../../pass/maybeAsync.ts";
import { PendingCloses } from "../../pass/pendingCloses.ts";
import { startOnTrunk } from "../../random/branch.ts";
import { openParent, startAt } from "../../pass/recipe.ts";
import type { Pass, Source, Start, State, Step } from "../../source.ts";
import { DONE } from "../../pass/done.ts";
import { StageError } from "../../pass/stageError.ts";
import { DeliveryCount, readDelivered } from "../../pass/deliveryCount.ts";
import { StoreError } from "./frames.ts";
import { StoredFiles, type Store, type Stored, type FileTrailer } from "./storedFiles.ts";

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
  readonly #parts: StoredFiles<T>;
  readonly #telling: DeliveryCount;
  #upstream: Pass<T> | undefined;
  #over = false;
  #busy: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(source: Source<T>, start: Start, label: string, store: Store) {
    this.#label = label;
    this.#source = source;
    this.#start = startOnTrunk(start);
    this.#telling = new DeliveryCount(readDelivered(label, start.state));
    this.#parts = new StoredFiles(store);
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#turns);
  }

  readonly #turns = (): Step<T> | Skip | Promise<Step<T> | Skip> => this.#turn();

  #turn(): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#over) return DONE;
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
      : new StageError(this.#label, this.#telling.position, error);
  }

  /** Finds the file that the place is in, or the place that its elements are to be made from. */
  async #begin(): Promise<Skip> {
    const here = await this.#parts.find(this.#telling.delivered.at);
    if (here === undefined) this.#open(undefined);
    else this.#telling.seek(here);
    return SKIP;
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
    this.#telling.seek(0);
    this.#upstream = this.#opened({ epoch: 0 });
  }

  #opened(place: Pick<Start, "state" | "epoch">): Pass<T> {
    return openParent(this.#source, startAt(this.#start, place));
  }

  #got(stored: Stored<T>): Step<T> | Skip | Promise<Skip> {
    return "element" in stored ? this.#give(stored.element) : this.#safely(() => this.#behind(stored.tail));
  }

  /** At the end of a file: the next one, or the upstream from there on. */
  async #behind({ upstream, last }: FileTrailer): Promise<Skip> {
    await this.#parts.leave();
    if (last) this.#over = true;
    else if (!(await this.#parts.enter(this.#telling.position))) this.#open(upstream);
    return SKIP;
  }

  #make(upstream: Pass<T>): Step<T> | Skip | Promise<Step<T> | Skip> {
    return settle(upstream, (step) => this.#keep(step, upstream), this.#lost);
  }

  /** Stores what the upstream gave, then gives it: at once where it is only put to what is written later. */
  #keep(step: Step<T>, upstream: Pass<T>): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#over) return DONE; // closed: an end that the upstream told is not the elements' end
    let written: Promise<void> | undefined;
    try {
      written = this.#parts.store(step, this.#telling.position, () => upstream.state());
    } catch (error) {
      throw this.#failed(error);
    }
    return written === undefined ? this.#kept(step) : this.#written(written, step);
  }

  #written(written: Promise<void>, step: Step<T>): Promise<Step<T> | Skip> {
    return this.#safely(async () => {
      await written;
      return this.#kept(step);
    });
  }

  #kept(step: Step<T>): Step<T> | Skip {
    this.#over ||= step.done === true;
    return step.done === true ? DONE : this.#give(step.value);
  }

  /** An element that the upstream threw at: what is stored would lack it. */
  readonly #lost = async (error: unknown): Promise<Skip> => {
    this.#telling.countStep();
    const again = this.#telling.countError();
    await this.#safely(() => this.#parts.storeNoMore());
    if (again) return SKIP;
    throw error;
  };

  /** An element; none where it was given before the pass was resumed. */
  #give(value: T): Step<T> | Skip {
    this.#telling.countStep();
    return this.#telling.isRepeat ? SKIP : { done: false, value };
  }

  state(): State {
    return this.#telling.delivered;
  }

  close(): Promise<void> {
    this.#over = true;
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    const closings = new PendingCloses();
    if (this.#upstream !== undefined) closings.close(this.#upstream); // first: what is under way may wait for its signal
    await this.#busy; // a file that is being opened is closed below
    await closings.closeAll([this.#parts]);
  }
}
