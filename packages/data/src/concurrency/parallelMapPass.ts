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

/** How many elements are pulled between two checkpoints: a resume reads at most this many in vain. */
const CHECKPOINT_EVERY = 4;

/**
 * A pass that maps several elements concurrently: parallel `map` and `mapInWorkers`.
 *
 * It starts work when an element is requested, and when an asynchronous upstream delivers one. Elements in flight are
 * positions in a {@link ReplayLog}: a resume starts their work again.
 */
export class ParallelMapPass<A, B> implements Pass<B> {
  readonly #options: ParallelMapOptions<A, B>;
  readonly #work: ParallelWork<A, B>;
  readonly #next: ParallelWork<A, B>["next"];
  readonly #tape: ReplayLog<A>;
  readonly #slots: InFlight<B>;
  readonly #epoch: number;
  #pulling = false;
  /** Whether everything has been synchronous so far. */
  #direct = true;
  /** Whether no more work starts: the upstream has ended, or this pass is closed. */
  #over = false;
  #wake: (() => void) | undefined;
  #closing: Promise<void> | undefined;
  readonly #turn = (): Step<B> | Skip | Promise<Skip> => this.#once();

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
    this.#slots = new InFlight(ordered, () => this.#wake?.());
    const held = (): readonly number[] => [
      ...this.#slots.positions(),
      ...(this.#pulling ? [this.#tape.pulled - 1] : []),
    ];
    this.#tape = new ReplayLog(label, source, above, { checkpointEvery: CHECKPOINT_EVERY, held });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#turn);
  }

  #once(): Step<B> | Skip | Promise<Skip> {
    if (this.#closing !== undefined) return DONE;
    if (this.#tape.needsReplay) return chain(this.#tape.replay(), this.#restart);
    if (this.#direct && this.#slots.length === 0 && !this.#pulling && !this.#over) return this.#through();
    this.#fill();
    const outcome = this.#slots.take();
    if (outcome !== undefined) return this.#give(outcome);
    if (this.#over && this.#slots.length === 0) return DONE;
    if (this.#slots.length >= this.#options.limit()) this.#options.tuner?.onStarved();
    return new Promise((resolve) => {
      this.#wake = () => resolve(SKIP);
    });
  }

  #give(outcome: Outcome<B>): Step<B> {
    if ("error" in outcome) throw outcome.error;
    this.#options.tuner?.onDelivered(outcome.value);
    return { done: false, value: outcome.value };
  }

  /** While the upstream and the work are synchronous, nothing is in flight: the element is returned directly. */
  #through(): Step<B> | Skip {
    const position = this.#tape.pulled;
    const step = this.#tape.pullUnheld();
    if (step instanceof Promise) return this.#arriving(step, position);
    if (step.done === true) this.#end();
    if (step.done === true || this.#over) return DONE;
    let made: B | PromiseLike<B>;
    try {
      made = this.#next(step.value, position);
    } catch (error) {
      throw this.#located(error, position, step.value);
    }
    if (!isPromise(made)) return { done: false, value: keepOrigin(step.value, made) };
    this.#await(made, position, step.value);
    return SKIP;
  }

  #fill(): void {
    const limit = Math.max(1, this.#options.limit());
    while (!this.#over && !this.#pulling && this.#slots.length < limit) this.#pull();
  }

  #pull(): void {
    const position = this.#tape.pulled;
    try {
      const step = this.#tape.pull();
      if (step instanceof Promise) this.#arriving(step, position);
      else this.#pulled(step, position);
    } catch (error) {
      this.#slots.add(position, { error });
    }
  }

  /** Waits for an element of the upstream, then starts more work. */
  #arriving(step: Promise<Step<A>>, position: number): Skip {
    this.#direct = false;
    this.#pulling = true;
    const arrived = (then: () => void): void => {
      this.#pulling = false;
      if (this.#closing !== undefined) return;
      then();
      this.#fill();
      this.#wake?.();
    };
    step.then(
      (got) => arrived(() => this.#pulled(got, position)),
      (error: unknown) => arrived(() => this.#slots.add(position, { error })),
    );
    return SKIP;
  }

  #pulled(step: Step<A>, position: number): void {
    if (step.done === true) this.#end();
    else this.#begin(step.value, position);
  }

  #end(): void {
    this.#over = true;
    this.#tape.uncountEnd();
  }

  readonly #restart = (recalled: Replayed<A>): Skip => {
    for (const [position, get] of recalled)
      try {
        this.#begin(get(), position);
      } catch (error) {
        this.#slots.add(position, { error }); // the upstream's error, unchanged
      }
    return SKIP;
  };

  #begin(element: A, position: number): void {
    if (this.#over) return; // closed in the meantime
    try {
      const made = this.#next(element, position);
      if (isPromise(made)) this.#await(made, position, element);
      else this.#slots.add(position, { value: keepOrigin(element, made) });
    } catch (error) {
      this.#slots.add(position, { error: this.#located(error, position, element) });
    }
  }

  #await(made: PromiseLike<B>, position: number, element: A): void {
    this.#direct = false;
    const known = originOf(element) === undefined ? made : made.then((value) => keepOrigin(element, value));
    this.#slots.await(position, known, (error) => this.#located(error, position, element));
  }

  #located(error: unknown, position: number, element: A): StageError {
    return new StageError(this.#options.label, position, error, element);
  }

  state(): State {
    return { epoch: this.#epoch, tape: this.#tape.state() };
  }

  /** Closes the work and the upstream at the same time: the upstream may be running ahead. */
  close(): Promise<void> {
    this.#over = true;
    this.#closing ??= new PendingCloses().closeAll([this.#work, this.#tape]);
    this.#slots.clear();
    this.#wake?.();
    return this.#closing;
  }
}
