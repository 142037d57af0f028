import { checkOptions, integer } from "@tensorloom/core/internal";
import { estimateBytes } from "./estimateBytes.ts";
import { type Clock, machineClock } from "../clock.ts";
import { RollingMax } from "./rollingMax.ts";

/**
 * Limits of a setting of `"auto"`.
 *
 * @inline
 */
export interface TuneOptions {
  /** The highest setting; default 64. */
  readonly max?: number | undefined;
  /**
   * Approximate memory budget, in bytes, for elements in flight or ready; default 256 MiB. It is estimated from the
   * largest recent element.
   */
  readonly maxBytes?: number | undefined;
  /** The clock; default: the machine's. */
  readonly clock?: Clock | undefined;
}

/** Checks the limits of a setting; returns them. */
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

/** A higher setting is kept if throughput grows by this factor. */
const MIN_GAIN = 1.05;
/** A higher setting is tried again after this many measurements, because a machine's load changes. */
const PAUSE = 8;

/**
 * Tunes the concurrency by hill climbing. It doubles the setting as long as throughput grows.
 *
 * It measures elements per second. Only a consumer that had to wait raises the setting, and a raise that gains less than
 * 5 % is taken back.
 */
export class Tuner {
  /** The setting now. */
  limit = 4;
  readonly #max: number;
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #sizes: RollingMax;
  #delivered = 0;
  #starved = false;
  #since: number | undefined;
  #before: number | undefined;
  #pause = 0;

  constructor({ max = 64, maxBytes = 2 ** 28, clock = machineClock }: TuneOptions = {}) {
    this.#max = integer("auto: max", max, 1);
    this.#maxBytes = integer("auto: maxBytes", maxBytes, 1);
    this.#clock = clock;
    this.#sizes = new RollingMax(Math.max(64, max));
    this.limit = Math.min(this.limit, max);
  }

  /** Called if the consumer has to wait while the limit is reached. */
  onStarved(): void {
    this.#starved = true;
  }

  /** Called when an element is delivered. */
  onDelivered(value: unknown): void {
    this.#since ??= this.#clock();
    this.#sizes.add(estimateBytes(value));
    const top = this.#sizes.countWithin(this.#maxBytes);
    if (this.limit > top) {
      this.limit = top; // immediately: the next elements are as large
      this.#before = undefined;
    }
    if (++this.#delivered < Math.max(8, 2 * this.limit)) return;
    const now = this.#clock();
    const rate = this.#delivered / Math.max(now - this.#since, 1e-6);
    this.#adjust(rate, Math.min(this.#max, top));
    this.#delivered = 0;
    this.#since = now;
    this.#starved = false;
  }

  #adjust(rate: number, top: number): void {
    if (this.#before !== undefined) {
      const hasGained = rate > MIN_GAIN * this.#before;
      this.#before = undefined;
      if (!hasGained) {
        this.limit = Math.max(1, Math.floor(this.limit / 2));
        this.#pause = PAUSE;
      }
    }
    if (this.#pause > 0) this.#pause -= 1;
    else if (this.#starved && this.limit < top) {
      this.#before = rate;
      this.limit = Math.min(top, 2 * this.limit);
    }
  }
}
