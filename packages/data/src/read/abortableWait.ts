/** Ends a wait where a signal is aborted. One listener for the whole walk; a wait that is over holds no element. */
export class AbortableWait {
  /** Whether a wait was ended before its element came. */
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
        if (this.#signal.aborted) this.#aborted(); // while the step began
      });
    } finally {
      this.#reject = undefined;
    }
  }

  readonly #aborted = (): void => {
    if (this.#reject === undefined) return; // nobody waits
    this.wasAborted = true;
    this.#reject(this.#signal.reason as Error); // whatever the caller aborted with
  };

  /** Takes the listener off the signal, which may outlive the walk. */
  dispose(): void {
    this.#signal.removeEventListener("abort", this.#aborted);
  }
}
