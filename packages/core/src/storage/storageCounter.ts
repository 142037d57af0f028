import type { StorageStatistics } from "./storage.ts";

/**
 * Counts what a storage does, for its `statistics`.
 *
 * @example
 * ```ts
 * import { StorageCounter } from "@tensorloom/core/internal";
 *
 * const counter = new StorageCounter(() => 0); // a clock that stands still
 * const end = counter.begin();
 * counter.bytesRead += 10;
 * end();
 * counter.statistics().requests; // => 1
 * ```
 */
export class StorageCounter {
  retries = 0;
  bytesRead = 0;
  bytesWritten = 0;
  bytesCached = 0;
  waitMs = 0;
  #requests = 0;
  #active = 0;
  #activeSince = 0;
  #activeMs = 0;
  readonly #clock: () => number;

  /** @param clock - Returns milliseconds since some moment; default: the machine's clock. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  /** Counts a request that starts; the returned function ends it. */
  begin(): () => void {
    this.#requests += 1;
    if (this.#active === 0) this.#activeSince = this.#clock();
    this.#active += 1;
    let isActive = true;
    return () => {
      if (!isActive) return;
      isActive = false;
      this.#active -= 1;
      if (this.#active === 0) this.#activeMs += this.#clock() - this.#activeSince;
    };
  }

  statistics(): StorageStatistics {
    const { retries, bytesRead, bytesWritten, bytesCached, waitMs } = this;
    const running = this.#active > 0 ? this.#clock() - this.#activeSince : 0;
    return {
      requests: this.#requests,
      retries,
      bytesRead,
      bytesWritten,
      bytesCached,
      waitMs,
      activeMs: this.#activeMs + running,
    };
  }
}
