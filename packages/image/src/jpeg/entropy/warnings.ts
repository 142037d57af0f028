/** The damage that a decoder tolerated, each kind once. */
export class Warnings {
  readonly #sentences = new Set<string>();

  /** Adds a kind of damage. */
  add(sentence: string): void {
    this.#sentences.add(sentence);
  }

  /** The kinds of damage, in the order in which they were found. */
  list(): readonly string[] {
    return [...this.#sentences];
  }
}
