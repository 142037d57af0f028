/** Rolling maximum over the last `span` to `2 * span` values. */
export class RollingMax {
  readonly #span: number;
  #count = 0;
  #current = 1;
  #previous = 1;

  constructor(span: number) {
    this.#span = span;
  }

  add(size: number): void {
    if (this.#count++ === this.#span) {
      this.#previous = this.#current;
      this.#current = 1;
      this.#count = 1;
    }
    if (size > this.#current) this.#current = size;
  }

  /** Returns how many elements of the largest size fit into `bytes`; at least 1. */
  countWithin(bytes: number): number {
    return Math.max(1, Math.floor(bytes / Math.max(this.#current, this.#previous)));
  }
}
