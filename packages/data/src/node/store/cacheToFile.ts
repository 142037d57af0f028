import { checkOptions } from "@tensorloom/core/internal";
import { assertString } from "../../validate.ts";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Source } from "../../source.ts";
import { fingerprint } from "./fingerprint.ts";
import { StoredPass } from "./storedPass.ts";

/**
 * What a stored file depends on beside its pipeline.
 *
 * @inline
 */
export interface StoreOptions {
  /** A word that you change when something changes that the pipeline's text does not show: a file, a library. */
  readonly version?: string | undefined;
}

/**
 * Keeps the elements in one file: the first whole pass writes it, later ones, in any process, read it.
 *
 * The file appears when it is complete; a pass that ends early, or that an element was an error in, leaves none, and
 * the next one begins again. It is written again if the pipeline before it changed (its stages, options that
 * change elements, functions' text, `version`). Elements are plain objects, arrays, typed arrays, bigints, maps, sets, dates, regular
 * expressions and errors; class instances and functions are refused. Every epoch has the elements of epoch 0.
 *
 * @param path - The file; missing folders are made.
 * @throws A pass throws {@link StoreError} if the file is damaged, `StageError` where it cannot be written; it
 * is over then.
 * @see tf.data.Dataset.cache with a file name
 * @example
 * ```ts
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { range } from "@tensorloom/data";
 * import { cacheToFile } from "@tensorloom/data/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "cache-"));
 * const squares = range(4).map((x) => x * x).apply(cacheToFile(join(folder, "squares")));
 * await squares.toArray(); // => [0, 1, 4, 9]
 * await squares.toArray(); // => [0, 1, 4, 9]
 * rmSync(folder, { recursive: true });
 * ```
 */
export function cacheToFile<T>(path: string, options: StoreOptions = {}): Operator<T, T> {
  assertString("cacheToFile: path", path);
  const { version = "" } = checkOptions("cacheToFile", options, { version: "string" });
  return recipe({
    label: `cacheToFile(${path})`,
    random: { fixed: true },
    open(upstream: Source<T>, start, label) {
      const store = { every: Infinity, path: () => path, fingerprint: fingerprint(upstream, version) };
      return new StoredPass(upstream, start, label, store);
    },
  });
}
