import { keepOrigin, originOf } from "@tensorloom/core";
import { PendingCloses } from "../pass/pendingCloses.ts";
import { DONE } from "../pass/done.ts";
import { SKIP, type Skip, isPromise, chain, drain } from "../pass/maybeAsync.ts";
import { readCount, readState } from "../pass/stateFields.ts";
import { startAt } from "../pass/recipe.ts";
import { type Outcome, InFlight } from "./inFlight.ts";
import type { Pass, Source, Start, State, Step } from "../source.ts";
import { StageError } from "../pass/stageError.ts";
import { type Replayed, ReplayLog } from "../pass/replayLog.ts";
import type { ParallelMapOptions, ParallelWork } from "./parallelMapOptions.ts";

/** How many elements are pulled between two checkpoints. A resume reads at most this many twice. */
const CHECKPOINT_EVERY = 4;

/**
 * A pass that maps several elements concurrently: parallel `map` and `mapInWorkers`.
 *
 * The number of elements in flight is bounded: a slow consumer stops the upstream (backpressure).
 *
 * It starts work when an element is requested, and when an asynchronous upstream delivers one. Elements in flight are
 * positions in a {@link ReplayLog}: a resume starts their work again.
 */
export class ParallelMapPass<A, B> implements Pass<B> {
  readonly #options: ParallelMapOptions<A, B>;
  readonly #work: ParallelWork<A, B>;
  readonly #next: ParallelWork<A, B>["next"];
  readonly #log: ReplayLog<A>;
  readonly #inFlight: InFlight<B>;
  readonly #epoch: number;
  #isPulling = false;
  /** Whether everything has been synchronous so far. */
  #isSynchronous = true;
  /** Whether no more work starts. The upstream has ended, or this pass is closed. */
  #isDone = false;
  #wake: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  readonly #step = (): Step<B> | Skip | Promise<Skip> => this.#advance();

  constructor(source: Source<A>, start: Start, options: ParallelMapOptions<A, B>) {
    const { label, ordered } = options;
    let [epoch, above] = [start.epoch ?? 0, start];
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["epoch", "tape"]);
      epoch = readCount(label, place, "epoch");
      above = startAt(start, { state: place["tape"] });
    }
    this.#options = options;
    this.#epoch = epoch;
    this.#work = options.work(epoch);
    this.#next = start.instrumentation?.wrapFunction(label, this.#work.next) ?? this.#work.next;
    this.#inFlight = new InFlight(ordered, () => this.#wake?.());
    const held = (): readonly number[] => [
      ...this.#inFlight.positions(),
      ...(this.#isPulling ? [this.#log.pulled - 1] : []),
    ];
    this.#log = new ReplayLog(label, source, above, { checkpointEvery: CHECKPOINT_EVERY, held });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#step);
  }

  #advance(): Step<B> | Skip | Promise<Skip> {
    if (this.#closing !== undefined) return DONE;
    if (this.#log.needsReplay) return chain(this.#log.replay(), this.#onReplayed);
    if (this.#isSynchronous && this.#inFlight.length === 0 && !this.#isPulling && !this.#isDone)
      return this.#mapDirectly();
    this.#fill();
    const outcome = this.#inFlight.take();
    if (outcome !== undefined) return this.#deliver(outcome);
    if (this.#isDone && this.#inFlight.length === 0) return DONE;
    if (this.#inFlight.length >= this.#options.limit()) this.#options.tuner?.onStarved();
    return new Promise((resolve) => {
      this.#wake = () => resolve(SKIP);
    });
  }

  #deliver(outcome: Outcome<B>): Step<B> {
    if ("error" in outcome) throw outcome.error;
    this.#options.tuner?.onDelivered(outcome.value);
    return { done: false, value: outcome.value };
  }

  /** Maps the next element directly. It is used while the upstream and the work are synchronous. */
  #mapDirectly(): Step<B> | Skip {
    const position = this.#log.pulled;
    const step = this.#log.pullUnheld();
    if (step instanceof Promise) return this.#awaitStep(step, position);
    if (step.done === true) this.#end();
    if (step.done === true || this.#isDone) return DONE;
    let made: B | PromiseLike<B>;
    try {
      made = this.#next(step.value, position);
    } catch (error) {
      throw this.#stageError(error, position, step.value);
    }
    if (!isPromise(made)) return { done: false, value: keepOrigin(step.value, made) };
    this.#addPending(made, position, step.value);
    return SKIP;
  }

  #fill(): void {
    const limit = Math.max(1, this.#options.limit());
    while (!this.#isDone && !this.#isPulling && this.#inFlight.length < limit) this.#pull();
  }

  #pull(): void {
    const position = this.#log.pulled;
    try {
      const step = this.#log.pull();
      if (step instanceof Promise) this.#awaitStep(step, position);
      else this.#receive(step, position);
    } catch (error) {
      this.#inFlight.add(position, { error });
    }
  }

  /** Waits for an element of the upstream, then starts more work. */
  #awaitStep(step: Promise<Step<A>>, position: number): Skip {
    this.#isSynchronous = false;
    this.#isPulling = true;
    const onArrival = (then: () => void): void => {
      this.#isPulling = false;
      if (this.#closing !== undefined) return;
      then();
      this.#fill();
      this.#wake?.();
    };
    step.then(
      (arrived) => onArrival(() => this.#receive(arrived, position)),
      (error: unknown) => onArrival(() => this.#inFlight.add(position, { error })),
    );
    return SKIP;
  }

  #receive(step: Step<A>, position: number): void {
    if (step.done === true) this.#end();
    else this.#start(step.value, position);
  }

  #end(): void {
    this.#isDone = true;
    this.#log.uncountEnd();
  }

  readonly #onReplayed = (replayed: Replayed<A>): Skip => {
    for (const [position, get] of replayed)
      try {
        this.#start(get(), position);
      } catch (error) {
        this.#inFlight.add(position, { error }); // the upstream's error, unchanged
      }
    return SKIP;
  };

  #start(element: A, position: number): void {
    if (this.#isDone) return; // closed in the meantime
    try {
      const made = this.#next(element, position);
      if (isPromise(made)) this.#addPending(made, position, element);
      else this.#inFlight.add(position, { value: keepOrigin(element, made) });
    } catch (error) {
      this.#inFlight.add(position, { error: this.#stageError(error, position, element) });
    }
  }

  #addPending(made: PromiseLike<B>, position: number, element: A): void {
    this.#isSynchronous = false;
    const known = originOf(element) === undefined ? made : made.then((value) => keepOrigin(element, value));
    this.#inFlight.await(position, known, (error) => this.#stageError(error, position, element));
  }

  #stageError(error: unknown, position: number, element: A): StageError {
    return new StageError(this.#options.label, position, error, element);
  }

  state(): State {
    return { epoch: this.#epoch, tape: this.#log.state() };
  }

  /** Closes the work and the upstream concurrently. The upstream may be running ahead. */
  close(): Promise<void> {
    this.#isDone = true;
    this.#closing ??= new PendingCloses().closeAll([this.#work, this.#log]);
    this.#inFlight.clear();
    this.#wake?.();
    return this.#closing;
  }
}
