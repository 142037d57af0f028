import type { Clock } from "../clock.ts";

/** Adds up the time in which something runs on the thread; what it runs inside itself counts once. */
export class Stopwatch {
  readonly #clock: Clock;
  #depth = 0;
  #began = 0;
  #total = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The milliseconds of all that ran, until now. */
  total(now: number): number {
    return this.#depth === 0 ? this.#total : this.#total + now - this.#began;
  }

  /** Runs it; its promise's time is not counted. */
  run<R>(work: () => R): R {
    if (this.#depth++ === 0) this.#began = this.#clock();
    try {
      return work();
    } finally {
      if (--this.#depth === 0) this.#total += this.#clock() - this.#began;
    }
  }
}
