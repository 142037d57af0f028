/** What a decoder read over: each kind of damage once. */
export class Warnings {
  readonly #sentences = new Set<string>();

  /** Notes a kind of damage. */
  add(sentence: string): void {
    this.#sentences.add(sentence);
  }

  /** The kinds of damage, in the order in which they were met. */
  list(): readonly string[] {
    return [...this.#sentences];
  }
}
