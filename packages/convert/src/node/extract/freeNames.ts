/** Finds paths that differ on every system, also on those that ignore capital letters. */
export class FreeNames {
  readonly #taken = new Set<string>();
  /** The last number that was added to a path. */
  readonly #numbers = new Map<string, number>();

  /**
   * Takes `path + ending`, or, if it is taken, `path-2`, `path-3` and so on.
   *
   * @param ending - The end of the file name: `.jpg`.
   */
  take(path: string, ending: string): string {
    const key = fold(path + ending);
    let number = this.#numbers.get(key) ?? 1;
    let free = path + ending;
    while (this.#taken.has(fold(free))) {
      number += 1;
      free = `${path}-${String(number)}${ending}`;
    }
    this.#numbers.set(key, number);
    this.#taken.add(fold(free));
    return free;
  }

  /** Reserves a path. */
  reserve(path: string): void {
    this.#taken.add(fold(path));
  }
}

/** Equal for names that a file system without case, or with normal forms of its own, takes for one. */
function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
