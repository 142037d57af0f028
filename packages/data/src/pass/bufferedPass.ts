import { SKIP, type Skip, isPromise, chain, drain } from "./maybeAsync.ts";
import { readCount, readState, restoreMemory } from "./stateFields.ts";
import { startAt } from "./recipe.ts";
import type { Pass, Source, Start, State, Step } from "../source.ts";
import { DONE } from "./done.ts";
import type { Memory } from "./stage.ts";
import { makeStreams } from "../random/streams.ts";
import { StageError } from "./stageError.ts";
import { type Replayed, ReplayLog } from "./replayLog.ts";
import type { BufferedStage, BufferedWork } from "./bufferedWork.ts";

/** Wraps the work for an instrumentation, if the user's functions run in it. */
function instrument<A, B, M extends Memory>(
  work: BufferedWork<A, B>,
  { functions = [] }: BufferedStage<A, B, M>,
  { instrumentation }: Start,
  label: string,
): BufferedWork<A, B> {
  if (instrumentation === undefined || functions.length === 0) return work;
  const seen = instrumentation.wrapFunction(label, (go: () => unknown): unknown => go());
  return {
    held: () => work.held(),
    push: (held) => void seen(() => work.push(held)),
    pull: (ended) => seen(() => work.pull(ended)) as B | Skip | PromiseLike<B | Skip>, // the result of `work.pull`
  };
}

/** The pass of a {@link bufferedStage}. */
export class BufferedPass<A, B, M extends Memory> implements Pass<B> {
  readonly #label: string;
  readonly #log: ReplayLog<A>;
  readonly #work: BufferedWork<A, B>;
  readonly #memory: M;
  readonly #epoch: number;
  /** Held elements that could not be read again. Their errors are thrown one by one. */
  #lost: { readonly position: number; readonly error: unknown }[] = [];
  #ended = false;
  #closed = false;
  readonly #step = (): Step<B> | Skip | Promise<Step<B> | Skip> => this.#advance();
  readonly #onStep = (step: Step<A>): Skip => this.#receive(step);

  constructor(spec: BufferedStage<A, B, M>, upstream: Source<A>, start: Start, label: string) {
    this.#label = label;
    this.#memory = spec.start();
    let [epoch, above] = [start.epoch ?? 0, start];
    if (start.state !== undefined) {
      const place = readState(label, start.state, ["epoch", "tape", ...Object.keys(this.#memory)]);
      epoch = readCount(label, place, "epoch");
      above = startAt(start, { state: place["tape"] });
      restoreMemory(this.#memory, place);
    }
    this.#epoch = epoch;
    const streams = makeStreams(label, upstream, spec.random, start);
    this.#work = instrument(spec.work(this.#memory, epoch, streams), spec, start, label);
    const held = (): number[] => {
      const kept = this.#work.held().map(({ position }) => position);
      return this.#lost.length === 0 ? kept : [...kept, ...this.#lost.map(({ position }) => position)];
    };
    this.#log = new ReplayLog(label, upstream, above, { checkpointEvery: spec.checkpointEvery, held });
  }

  next(): Step<B> | Promise<Step<B>> {
    return drain(this.#step);
  }

  #advance(): Step<B> | Skip | Promise<Step<B> | Skip> {
    if (this.#closed) return DONE;
    if (this.#log.needsReplay) return chain(this.#log.replay(), this.#onReplayed);
    if (this.#lost.length > 0) throw this.#lost.shift()?.error;
    let result: B | Skip | PromiseLike<B | Skip>;
    try {
      result = this.#work.pull(this.#ended);
    } catch (error) {
      throw this.#stageError(error);
    }
    if (isPromise(result)) return this.#awaitResult(result);
    if (result !== SKIP) return { done: false, value: result };
    return this.#ended ? DONE : chain(this.#log.pull(), this.#onStep);
  }

  async #awaitResult(result: PromiseLike<B | Skip>): Promise<Step<B> | Skip> {
    try {
      const value = await result;
      return value === SKIP ? SKIP : { done: false, value };
    } catch (error) {
      throw this.#stageError(error);
    }
  }

  #receive(step: Step<A>): Skip {
    if (step.done === true) {
      this.#ended = true;
      this.#log.uncountEnd();
    } else this.#push(step.value, this.#log.pulled - 1);
    return SKIP;
  }

  #push(element: A, position: number): void {
    try {
      this.#work.push({ element, position });
    } catch (error) {
      throw this.#stageError(error, position, element);
    }
  }

  /** Wraps an error with the stage and the element at which it was thrown. */
  #stageError(error: unknown, position = this.#log.pulled - 1, element?: A): StageError {
    return new StageError(this.#label, Math.max(0, position), error, element);
  }

  readonly #onReplayed = (replayed: Replayed<A>): Skip => {
    for (const [position, get] of replayed)
      try {
        this.#push(get(), position);
      } catch (error) {
        this.#lost.push({ position, error });
      }
    return SKIP;
  };

  state(): State {
    return { epoch: this.#epoch, ...this.#memory, tape: this.#log.state() };
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.#log.close();
  }
}
