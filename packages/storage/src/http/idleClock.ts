/** Calls `onIdle` if a wait lasts longer than it may. Progress costs a time stamp, not a timer. */
export class IdleClock {
  readonly #onIdle: () => void;
  #since = 0;
  #limit = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onIdle: () => void) {
    this.#onIdle = onIdle;
  }

  /** Starts a wait of at most `limit` milliseconds. */
  start(limit: number): void {
    this.#limit = limit;
    this.progress();
    this.#timer ??= setTimeout(() => this.#look(), limit);
  }

  /** Something has arrived. */
  progress(): void {
    this.#since = performance.now();
  }

  /** Nothing is awaited, until the next start. */
  pause(): void {
    this.#limit = Infinity;
  }

  /** Ends the clock. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#limit === Infinity) return; // the next start sets the timer
    const left = this.#since + this.#limit - performance.now();
    if (left <= 0) this.#onIdle();
    else this.#timer = setTimeout(() => this.#look(), Math.ceil(left));
  }
}
