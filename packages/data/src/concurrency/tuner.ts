import { checkOptions, integer } from "@tensorloom/core/internal";
import { estimateBytes } from "./estimateBytes.ts";
import { type Clock, machineClock } from "../clock.ts";
import { RollingMax } from "./rollingMax.ts";

/** Within what a setting of `"auto"` may move. */
export interface TuneOptions {
  /** The highest setting; default 64. */
  readonly max?: number;
  /** Bytes that elements under way or ready may hold together, roughly; default 256 MiB. Counted by the largest of late. */
  readonly maxBytes?: number;
  /** What time is measured with; default: the machine's clock. */
  readonly clock?: Clock;
}

/** Checks within what a setting may move, and gives it back. */
export function checkTuneOptions(name: string, tune: TuneOptions): TuneOptions {
  const { max, maxBytes } = checkOptions(name, tune, {
    max: "number",
    maxBytes: "number",
    clock: "function",
  });
  if (max !== undefined) integer(`${name}: max`, max, 1);
  if (maxBytes !== undefined) integer(`${name}: maxBytes`, maxBytes, 1);
  return tune;
}

/** A higher setting stays where it gives so much more in the same time. */
const WORTH = 1.05;
/** After so many measurements at rest, a higher setting is tried again: a machine's load changes. */
const REST = 8;

/**
 * Finds how many elements to have under way: twice as many as long as that pays.
 *
 * It measures elements a second over a few rounds of the window. Only a reader that had to wait raises the setting, and
 * a raise that gave less than 5 % more is taken back.
 */
export class Tuner {
  /** The setting now. */
  limit = 4;
  readonly #max: number;
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #sizes: RollingMax;
  #given = 0;
  #starved = false;
  #since: number | undefined;
  #before: number | undefined;
  #rest = 0;

  constructor({ max = 64, maxBytes = 2 ** 28, clock = machineClock }: TuneOptions = {}) {
    this.#max = integer("auto: max", max, 1);
    this.#maxBytes = integer("auto: maxBytes", maxBytes, 1);
    this.#clock = clock;
    this.#sizes = new RollingMax(Math.max(64, max));
    this.limit = Math.min(this.limit, max);
  }

  /** The reader had to wait, and all that may be under way was. */
  onStarved(): void {
    this.#starved = true;
  }

  /** An element was given. */
  onDelivered(value: unknown): void {
    this.#since ??= this.#clock();
    this.#sizes.add(estimateBytes(value));
    const top = this.#sizes.countWithin(this.#maxBytes);
    if (this.limit > top) {
      this.limit = top; // at once: what is begun from here on is as large
      this.#before = undefined;
    }
    if (++this.#given < Math.max(8, 2 * this.limit)) return;
    const now = this.#clock();
    const rate = this.#given / Math.max(now - this.#since, 1e-6);
    this.#measured(rate, Math.min(this.#max, top));
    this.#given = 0;
    this.#since = now;
    this.#starved = false;
  }

  #measured(rate: number, top: number): void {
    if (this.#before !== undefined) {
      const paid = rate > WORTH * this.#before;
      this.#before = undefined;
      if (!paid) {
        this.limit = Math.max(1, Math.floor(this.limit / 2));
        this.#rest = REST;
      }
    }
    if (this.#rest > 0) this.#rest -= 1;
    else if (this.#starved && this.limit < top) {
      this.#before = rate;
      this.limit = Math.min(top, 2 * this.limit);
    }
  }
}
