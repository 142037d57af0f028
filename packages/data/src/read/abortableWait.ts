/** Waits for steps until a signal is aborted. It adds one listener per iteration; a finished wait holds no element. */
export class AbortableWait {
  /** Whether a wait ended before its element arrived. */
  wasAborted = false;
  readonly #signal: AbortSignal;
  #reject: ((reason: Error) => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this.#aborted, { once: true });
  }

  async wait<T>(step: Promise<T>): Promise<T> {
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#reject = reject;
        step.then(resolve, reject);
        if (this.#signal.aborted) this.#aborted(); // during the call of `next`
      });
    } finally {
      this.#reject = undefined;
    }
  }

  readonly #aborted = (): void => {
    if (this.#reject === undefined) return; // no wait is pending
    this.wasAborted = true;
    this.#reject(this.#signal.reason as Error); // the reason may be any value
  };

  /** Removes the listener from the signal, which may outlive the iteration. */
  dispose(): void {
    this.#signal.removeEventListener("abort", this.#aborted);
  }
}
