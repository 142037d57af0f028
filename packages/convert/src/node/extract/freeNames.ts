/** Finds paths that differ on every system, also on those that ignore capital letters. */
export class FreeNames {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  /** The last number that was added to a path. */
  readonly #numbers = new Map<string, number>();

  /**
   * Takes `path + ending`, or, if it is taken, `path-2`, `path-3` and so on.
   *
   * If one of its folders is a file already, the slashes become `_`.
   *
   * @param ending - The end of the file name: `.jpg`.
   */
  take(path: string, ending: string): string {
    const start = foldersOf(path).some((folder) => this.#files.has(fold(folder)))
      ? path.replaceAll("/", "_")
      : path;
    const key = fold(start + ending);
    let number = this.#numbers.get(key) ?? 1;
    let free = start + ending;
    while (this.#files.has(fold(free)) || this.#folders.has(fold(free))) {
      number += 1;
      free = `${start}-${String(number)}${ending}`;
    }
    this.#numbers.set(key, number);
    this.reserve(free);
    return free;
  }

  /** Reserves a path. */
  reserve(path: string): void {
    this.#files.add(fold(path));
    for (const folder of foldersOf(path)) this.#folders.add(fold(folder));
  }
}

/** The folders above a file: `a` and `a/b` of `a/b/c`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** Equal for names that a file system without case, or with normal forms of its own, takes for one. */
function fold(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
