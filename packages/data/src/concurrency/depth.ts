import { bytesOf } from "./bytesOf.ts";
import { Largest } from "./largest.ts";

/** How many elements are held ready, and what decides it. */
export interface Depth {
  readonly limit: number;
  /** Whether a pass from the beginning does not wait to be asked. */
  readonly eager?: boolean;
  /** The reader found nothing ready. */
  readonly missed?: () => void;
  /** An element was made ready; so many are now. */
  readonly kept?: (ready: number, value: unknown) => void;
}

/**
 * Holds twice as many ready whenever the reader uses up all that were: tf.data's rule, within a memory budget, by the
 * largest element of late.
 */
export class AutoDepth implements Depth {
  limit = 1;
  readonly #most: number;
  readonly #memory: number;
  readonly #largest: Largest;
  #full = false;

  constructor(most: number, memory: number) {
    this.#most = most;
    this.#memory = memory;
    this.#largest = new Largest(Math.max(64, most));
  }

  missed(): void {
    if (this.#full) this.limit = Math.min(2 * this.limit, this.#most, this.#largest.fit(this.#memory));
    this.#full = false;
  }

  kept(ready: number, value: unknown): void {
    if (ready >= this.limit) this.#full = true;
    this.#largest.add(bytesOf(value));
    this.limit = Math.min(this.limit, this.#largest.fit(this.#memory));
  }
}
