import type { Pass, Source, Start, State, Step } from "../source.ts";
import type { PrefetchDepth } from "./prefetchDepth.ts";
import { chain } from "../pass/maybeAsync.ts";
import { DONE } from "../pass/done.ts";
import { type Replayed, ReplayLog } from "../pass/replayLog.ts";

interface ReadyElement<T> {
  readonly position: number;
  readonly give: () => Step<T>;
}

/**
 * A pass that fills a buffer while its consumer works: `prefetch`.
 *
 * Buffered elements are positions in a {@link ReplayLog}: a resume makes them again.
 */
export class PrefetchPass<T> implements Pass<T> {
  readonly #tape: ReplayLog<T>;
  readonly #depth: PrefetchDepth;
  #ready: ReadyElement<T>[] = [];
  #pull: Promise<void> | undefined;
  /** Whether the upstream's last step was a promise. */
  #slow = false;
  /** Whether the consumer waits for the upstream directly: only one `next()` may be outstanding. */
  #direct = false;
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closing: Promise<void> | undefined;

  constructor(source: Source<T>, start: Start, label: string, depth: PrefetchDepth) {
    this.#depth = depth;
    this.#tape = new ReplayLog(label, source, start, {
      checkpointEvery: 1,
      held: () => [
        ...this.#ready.map(({ position }) => position),
        ...(this.#pull === undefined ? [] : [this.#tape.pulled - 1]),
      ],
    });
    if (depth.eager === true && !this.#tape.needsReplay) this.#goOn();
  }

  next(): Step<T> | Promise<Step<T>> {
    if (this.#closing !== undefined) return DONE;
    if (this.#tape.needsReplay) return chain(this.#tape.replay(), this.#recalled);
    const ready = this.#ready.shift();
    if (ready !== undefined) {
      this.#goOn();
      return ready.give();
    }
    if (this.#pull !== undefined) {
      this.#depth.onMiss?.();
      return this.#pull.then(() => this.next());
    }
    if (this.#over) return DONE;
    this.#depth.onMiss?.();
    return this.#through();
  }

  /** If nothing is ready, returns the upstream's next step directly. */
  #through(): Step<T> | Promise<Step<T>> {
    const step = this.#tape.pullUnheld();
    if (!(step instanceof Promise)) return this.#passed(step);
    this.#slow = true;
    this.#direct = true;
    return step.then(this.#landed, this.#crashed);
  }

  #passed(step: Step<T>): Step<T> {
    if (step.done === true) this.#end();
    else this.#goOn();
    return step;
  }

  #end(): void {
    this.#over = true;
    this.#tape.uncountEnd();
  }

  readonly #landed = (step: Step<T>): Step<T> => {
    this.#direct = false;
    return this.#passed(step);
  };

  readonly #crashed = (error: unknown): never => {
    this.#direct = false;
    throw error;
  };

  readonly #recalled = (recalled: Replayed<T>): Step<T> | Promise<Step<T>> => {
    for (const [position, get] of recalled) this.#keep(position, () => ({ done: false, value: get() }));
    return this.next();
  };

  #keep(position: number, give: () => Step<T>): void {
    this.#ready.push({ position, give });
  }

  /** Prefetches one more element: now if the upstream is asynchronous, otherwise in the next turn of the event loop. */
  #goOn(): void {
    if (this.#over || this.#closing !== undefined || this.#ready.length >= this.#depth.limit) return;
    if (this.#pull !== undefined || this.#timer !== undefined || this.#direct) return;
    if (this.#slow) {
      this.#one();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#pull === undefined && !this.#direct) this.#one();
    }, 0);
  }

  #one(): void {
    const position = this.#tape.pulled;
    const failed = (error: unknown): void => {
      this.#pull = undefined;
      if (this.#closing !== undefined) return;
      this.#keep(position, () => {
        throw error;
      });
    };
    const arrived = (step: Step<T>): void => {
      this.#pull = undefined;
      if (this.#closing !== undefined) return;
      if (step.done === true) this.#end();
      else {
        this.#keep(position, () => step);
        this.#depth.onReady?.(this.#ready.length, step.value);
      }
    };
    try {
      const step = this.#tape.pull();
      this.#slow = step instanceof Promise;
      if (!(step instanceof Promise)) arrived(step);
      else this.#pull = step.then(arrived, failed).then(() => this.#goOn());
    } catch (error) {
      failed(error);
    }
    this.#goOn();
  }

  state(): State {
    return this.#tape.state();
  }

  close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closing ??= this.#tape.close();
    this.#ready = [];
    return this.#closing;
  }
}
