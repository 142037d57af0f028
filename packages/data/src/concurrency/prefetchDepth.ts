import { estimateBytes } from "./estimateBytes.ts";
import { RollingMax } from "./rollingMax.ts";

/** The size of a prefetch buffer, and the events that change it. */
export interface PrefetchDepth {
  readonly limit: number;
  /** Whether a new pass starts before the first request. */
  readonly eager?: boolean | undefined;
  /** Called if the consumer found nothing ready. */
  readonly onMiss?: (() => void) | undefined;
  /** Called when an element has become ready; `ready` counts the buffered elements. */
  readonly onReady?: ((ready: number, value: unknown) => void) | undefined;
}

/**
 * Doubles the buffer whenever the consumer empties a full one.
 *
 * This is the rule of tf.data's `prefetch(AUTOTUNE)`. The memory budget limits it, estimated from the largest recent
 * element.
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
