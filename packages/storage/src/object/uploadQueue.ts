/** Runs uploads of parts, a limited number of them together. The first failure is thrown by every later call. */
export class UploadQueue {
  readonly #inFlight = new Set<Promise<void>>();
  readonly #max: number;
  #failure: { readonly error: unknown } | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** Starts an upload; waits first if too many are in flight. */
  async add(upload: () => Promise<void>): Promise<void> {
    while (this.#inFlight.size >= this.#max) await Promise.race(this.#inFlight);
    this.#check();
    const running = upload()
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#inFlight.delete(running));
    this.#inFlight.add(running);
  }

  /** Waits for all uploads. */
  async finish(): Promise<void> {
    await this.settle();
    this.#check();
  }

  /** Waits for all uploads, also for those that fail. */
  async settle(): Promise<void> {
    await Promise.all(this.#inFlight);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
