/** The result of an element's work. */
export type Outcome<B> = { readonly value: B } | { readonly error: unknown };

interface Slot<B> {
  readonly position: number;
  outcome: Outcome<B> | undefined;
}

/** The elements in flight or ready, in the order of their start. */
export class InFlight<B> {
  #slots: Slot<B>[] = [];
  readonly #ordered: boolean;
  readonly #onSettled: () => void;

  /** `onSettled` is called when asynchronous work ends. */
  constructor(ordered: boolean, onSettled: () => void) {
    this.#ordered = ordered;
    this.#onSettled = onSettled;
  }

  get length(): number {
    return this.#slots.length;
  }

  positions(): readonly number[] {
    return this.#slots.map(({ position }) => position);
  }

  /** Adds a result. */
  add(position: number, outcome: Outcome<B>): void {
    this.#slots.push({ position, outcome });
  }

  /** Adds pending work. `wrapError` wraps its error with the position. */
  await(position: number, made: PromiseLike<B>, wrapError: (error: unknown) => unknown): void {
    const slot: Slot<B> = { position, outcome: undefined };
    this.#slots.push(slot);
    const settle = (outcome: Outcome<B>): void => {
      slot.outcome = outcome;
      this.#onSettled();
    };
    made.then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error: wrapError(error) }),
    );
  }

  /** Removes and returns the next result. If unordered, that is any result that is ready. */
  take(): Outcome<B> | undefined {
    const ready = this.#ordered ? 0 : this.#slots.findIndex(({ outcome }) => outcome !== undefined);
    const outcome = ready < 0 ? undefined : this.#slots.at(ready)?.outcome;
    if (outcome !== undefined) this.#slots.splice(ready, 1);
    return outcome;
  }

  clear(): void {
    this.#slots = [];
  }
}
