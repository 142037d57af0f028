import { estimateBytes } from "./estimateBytes.ts";
import { RollingMax } from "./rollingMax.ts";

/** How many elements are held ready, and what decides it. */
export interface PrefetchDepth {
  readonly limit: number;
  /** Whether a pass from the beginning does not wait to be asked. */
  readonly eager?: boolean;
  /** The reader found nothing ready. */
  readonly onMiss?: () => void;
  /** An element was made ready; so many are now. */
  readonly onReady?: (ready: number, value: unknown) => void;
}

/**
 * Holds twice as many ready whenever the reader uses up all that were: tf.data's rule, within a memory budget, by the
 * largest element of late.
 */
export class AutoPrefetchDepth implements PrefetchDepth {
  limit = 1;
  readonly #max: number;
  readonly #maxBytes: number;
  readonly #sizes: RollingMax;
  #full = false;

  constructor(max: number, maxBytes: number) {
    this.#max = max;
    this.#maxBytes = maxBytes;
    this.#sizes = new RollingMax(Math.max(64, max));
  }

  onMiss(): void {
    if (this.#full) this.limit = Math.min(2 * this.limit, this.#max, this.#sizes.countWithin(this.#maxBytes));
    this.#full = false;
  }

  onReady(ready: number, value: unknown): void {
    if (ready >= this.limit) this.#full = true;
    this.#sizes.add(estimateBytes(value));
    this.limit = Math.min(this.limit, this.#sizes.countWithin(this.#maxBytes));
  }
}
