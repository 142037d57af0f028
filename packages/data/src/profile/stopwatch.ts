import type { Clock } from "../clock.ts";

/** Adds up the time in which functions run on the thread. Nested calls count once. */
export class Stopwatch {
  readonly #clock: Clock;
  #depth = 0;
  #began = 0;
  #total = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the total in milliseconds, up to now. */
  total(now: number): number {
    return this.#depth === 0 ? this.#total : this.#total + now - this.#began;
  }

  /** Runs a function. The time of its promise does not count. */
  run<R>(work: () => R): R {
    if (this.#depth++ === 0) this.#began = this.#clock();
    try {
      return work();
    } finally {
      if (--this.#depth === 0) this.#total += this.#clock() - this.#began;
    }
  }
}
