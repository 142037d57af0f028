/** The largest recent size: of the last `span` values, and of up to `span` values before them. */
export class RollingMax {
  readonly #span: number;
  #count = 0;
  #now = 1;
  #before = 1;

  constructor(span: number) {
    this.#span = span;
  }

  add(size: number): void {
    if (this.#count++ === this.#span) {
      this.#before = this.#now;
      this.#now = 1;
      this.#count = 1;
    }
    if (size > this.#now) this.#now = size;
  }

  /** How many elements of that size fit into a number of bytes; at least 1. */
  countWithin(memory: number): number {
    return Math.max(1, Math.floor(memory / Math.max(this.#now, this.#before)));
  }
}
