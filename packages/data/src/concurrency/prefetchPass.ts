import type { Pass, Source, Start, State, Step } from "../source.ts";
import type { PrefetchDepth } from "./prefetchDepth.ts";
import { chain } from "../pass/maybeAsync.ts";
import { DONE } from "../pass/done.ts";
import { type Replayed, ReplayLog } from "../pass/replayLog.ts";

interface ReadyElement<T> {
  readonly position: number;
  readonly get: () => Step<T>;
}

/**
 * A pass that fills a buffer while its consumer works: `prefetch`.
 *
 * A full buffer stops the upstream until the consumer takes an element (backpressure).
 *
 * Buffered elements are positions in a {@link ReplayLog}: a resume makes them again.
 */
export class PrefetchPass<T> implements Pass<T> {
  readonly #log: ReplayLog<T>;
  readonly #depth: PrefetchDepth;
  #ready: ReadyElement<T>[] = [];
  #pending: Promise<void> | undefined;
  /** Whether the upstream's last step was a promise. */
  #isAsync = false;
  /** Whether the consumer waits for the upstream directly: only one `next()` may be outstanding. */
  #isDirect = false;
  #isDone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closing: Promise<void> | undefined;

  constructor(source: Source<T>, start: Start, label: string, depth: PrefetchDepth) {
    this.#depth = depth;
    this.#log = new ReplayLog(label, source, start, {
      checkpointEvery: 1,
      held: () => [
        ...this.#ready.map(({ position }) => position),
        ...(this.#pending === undefined ? [] : [this.#log.pulled - 1]),
      ],
    });
    if (depth.eager === true && !this.#log.needsReplay) this.#prefetchNext();
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#closing !== undefined) return DONE;
    if (this.#log.needsReplay) return chain(this.#log.replay(), this.#onReplayed);
    const ready = this.#ready.shift();
    if (ready !== undefined) {
      this.#prefetchNext();
      return ready.get();
    }
    if (this.#pending !== undefined) {
      this.#depth.onMiss?.();
      return this.#pending.then(() => this.next());
    }
    if (this.#isDone) return DONE;
    this.#depth.onMiss?.();
    return this.#pullDirectly();
  }

  /** If nothing is ready, returns the upstream's next step directly. */
  #pullDirectly(): Step<T> | Promise<Step<T>> {
    const step = this.#log.pullUnheld();
    if (!(step instanceof Promise)) return this.#deliver(step);
    this.#isAsync = true;
    this.#isDirect = true;
    return step.then(this.#onStep, this.#onError);
  }

  #deliver(step: Step<T>): Step<T> {
    if (step.done === true) this.#end();
    else this.#prefetchNext();
    return step;
  }

  #end(): void {
    this.#isDone = true;
    this.#log.uncountEnd();
  }

  readonly #onStep = (step: Step<T>): Step<T> => {
    this.#isDirect = false;
    return this.#deliver(step);
  };

  readonly #onError = (error: unknown): never => {
    this.#isDirect = false;
    throw error;
  };

  readonly #onReplayed = (replayed: Replayed<T>): Step<T> | Promise<Step<T>> => {
    for (const [position, get] of replayed) this.#add(position, () => ({ done: false, value: get() }));
    return this.next();
  };

  #add(position: number, get: () => Step<T>): void {
    this.#ready.push({ position, get });
  }

  /** Prefetches one more element. If the upstream is synchronous, it waits for the next turn of the event loop. */
  #prefetchNext(): void {
    if (this.#isDone || this.#closing !== undefined || this.#ready.length >= this.#depth.limit) return;
    if (this.#pending !== undefined || this.#timer !== undefined || this.#isDirect) return;
    if (this.#isAsync) {
      this.#prefetchOne();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#pending === undefined && !this.#isDirect) this.#prefetchOne();
    }, 0);
  }

  #prefetchOne(): void {
    const position = this.#log.pulled;
    const failed = (error: unknown): void => {
      this.#pending = undefined;
      if (this.#closing !== undefined) return;
      this.#add(position, () => {
        throw error;
      });
    };
    const arrived = (step: Step<T>): void => {
      this.#pending = undefined;
      if (this.#closing !== undefined) return;
      if (step.done === true) this.#end();
      else {
        this.#add(position, () => step);
        this.#depth.onReady?.(this.#ready.length, step.value);
      }
    };
    try {
      const step = this.#log.pull();
      this.#isAsync = step instanceof Promise;
      if (!(step instanceof Promise)) arrived(step);
      else this.#pending = step.then(arrived, failed).then(() => this.#prefetchNext());
    } catch (error) {
      failed(error);
    }
    this.#prefetchNext();
  }

  state(): State {
    return this.#log.state();
  }

  close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closing ??= this.#log.close();
    this.#ready = [];
    return this.#closing;
  }
}
