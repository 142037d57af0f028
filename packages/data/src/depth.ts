import { bytesOf } from "./bytesOf.ts";

/** How many elements are held ready, and what decides it. */
export interface Depth {
  readonly limit: number;
  /** The reader found nothing ready. */
  readonly missed?: () => void;
  /** An element was made ready; so many are now. */
  readonly kept?: (ready: number, value: unknown) => void;
}

/** Holds twice as many ready whenever the reader uses up all that were: tf.data's rule, within a memory budget. */
export class AutoDepth implements Depth {
  limit = 1;
  readonly #most: number;
  readonly #memory: number;
  #full = false;
  #room = Infinity;

  constructor(most: number, memory: number) {
    this.#most = most;
    this.#memory = memory;
  }

  missed(): void {
    if (this.#full) this.limit = Math.min(2 * this.limit, this.#most, this.#room);
    this.#full = false;
  }

  kept(ready: number, value: unknown): void {
    if (ready < this.limit) return;
    this.#full = true;
    this.#room = Math.max(1, Math.floor(this.#memory / bytesOf(value)));
  }
}
