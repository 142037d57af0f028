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
 * A pass that reads stored elements, and computes and stores the others.
 *
 * Each file is complete or absent, and holds the upstream's state after its last element, from which an interrupted
 * pass continues. After an error of the upstream the pass stores no more, so the next pass tries that element again.
 * After an error of the store the pass has ended.
 */
export class StoredPass<T> implements Pass<T> {
  readonly #label: string;
  readonly #source: Source<T>;
  readonly #start: Start;
  readonly #files: StoredFiles<T>;
  readonly #delivered: DeliveryCount;
  #upstream: Pass<T> | undefined;
  #isDone = false;
  #pending: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(source: Source<T>, start: Start, label: string, store: Store) {
    this.#label = label;
    this.#source = source;
    this.#start = startOnTrunk(start);
    this.#delivered = new DeliveryCount(readDelivered(label, start.state));
    this.#files = new StoredFiles(store);
  }

  next(): Step<T> | Promise<Step<T>> {
    return drain(this.#step);
  }

  readonly #step = (): Step<T> | Skip | Promise<Step<T> | Skip> => this.#advance();

  #advance(): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#isDone) return DONE;
    if (this.#upstream !== undefined) return this.#pull(this.#upstream);
    if (!this.#files.reading) return this.#guard(() => this.#begin());
    try {
      const stored = this.#files.read();
      return stored instanceof Promise
        ? this.#guard(async () => this.#handleStored(await stored))
        : this.#handleStored(stored);
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Runs work on the files: `close` waits for it, and an error ends the pass. */
  #guard<R>(work: () => Promise<R>): Promise<R> {
    const done = work().catch((error: unknown) => {
      throw this.#fail(error);
    });
    this.#pending = done.catch(() => undefined);
    return done;
  }

  #fail(error: unknown): unknown {
    this.#isDone = true; // trying again would fail again: endlessly, before an `ignoreErrors`
    return error instanceof StoreError || error instanceof StageError
      ? error
      : new StageError(this.#label, this.#delivered.position, error);
  }

  /** Finds the file of the current position; without one, opens the upstream. */
  async #begin(): Promise<Skip> {
    const here = await this.#files.find(this.#delivered.delivered.at);
    if (here === undefined) this.#open(undefined);
    else this.#delivered.seek(here);
    return SKIP;
  }

  /** Opens the upstream at the state of a file's end, or at its beginning. */
  #open(place: State | undefined): void {
    if (this.#isDone) return; // closed meanwhile
    if (place !== undefined)
      try {
        this.#upstream = this.#openUpstream({ state: place });
        return;
      } catch {
        // The state is from the same elements with other stages, such as another concurrency.
      }
    this.#delivered.seek(0);
    this.#upstream = this.#openUpstream({ epoch: 0 });
  }

  #openUpstream(place: Pick<Start, "state" | "epoch">): Pass<T> {
    return openParent(this.#source, startAt(this.#start, place));
  }

  #handleStored(stored: Stored<T>): Step<T> | Skip | Promise<Skip> {
    return "element" in stored
      ? this.#count(stored.element)
      : this.#guard(() => this.#leaveFile(stored.tail));
  }

  /** At the end of a file: opens the next one, or the upstream. */
  async #leaveFile({ upstream, last }: FileTrailer): Promise<Skip> {
    await this.#files.leave();
    if (last) this.#isDone = true;
    else if (!(await this.#files.enter(this.#delivered.position))) this.#open(upstream);
    return SKIP;
  }

  #pull(upstream: Pass<T>): Step<T> | Skip | Promise<Step<T> | Skip> {
    return settle(upstream, (step) => this.#store(step, upstream), this.#handleError);
  }

  /** Stores a step, then delivers it. This is synchronous if the write is only buffered. */
  #store(step: Step<T>, upstream: Pass<T>): Step<T> | Skip | Promise<Step<T> | Skip> {
    if (this.#isDone) return DONE; // closed: the end of a closed upstream is not the end of the elements
    let written: Promise<void> | undefined;
    try {
      written = this.#files.store(step, this.#delivered.position, () => upstream.state());
    } catch (error) {
      throw this.#fail(error);
    }
    return written === undefined ? this.#deliver(step) : this.#deliverAfter(written, step);
  }

  #deliverAfter(written: Promise<void>, step: Step<T>): Promise<Step<T> | Skip> {
    return this.#guard(async () => {
      await written;
      return this.#deliver(step);
    });
  }

  #deliver(step: Step<T>): Step<T> | Skip {
    this.#isDone ||= step.done === true;
    return step.done === true ? DONE : this.#count(step.value);
  }

  /** After an upstream error, stored elements would lack one: stores no more. */
  readonly #handleError = async (error: unknown): Promise<Skip> => {
    this.#delivered.countStep();
    const again = this.#delivered.countError();
    await this.#guard(() => this.#files.storeNoMore());
    if (again) return SKIP;
    throw error;
  };

  /** Counts an element, and skips it if it was delivered before a resume. */
  #count(value: T): Step<T> | Skip {
    this.#delivered.countStep();
    return this.#delivered.isRepeat ? SKIP : { done: false, value };
  }

  state(): State {
    return this.#delivered.delivered;
  }

  close(): Promise<void> {
    this.#isDone = true;
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    const closings = new PendingCloses();
    if (this.#upstream !== undefined) closings.close(this.#upstream); // first: elements in flight may wait for its signal
    await this.#pending; // a file that is being opened is closed below
    await closings.closeAll([this.#files]);
  }
}
