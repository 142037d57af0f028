import { checkOptions } from "@tensorloom/core/internal";
import { checkPlace } from "@tensorloom/core/internal/node";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Source } from "../../source.ts";
import { fingerprint } from "./fingerprint.ts";
import { StoredPass } from "./storedPass.ts";

/**
 * The version of stored elements.
 *
 * @inline
 */
export interface StoreOptions {
  /** The version. Change it when an input changes that the pipeline's code does not show, such as a file or a library. */
  readonly version?: string | undefined;
}

/**
 * Caches the elements in one file or object, which later passes read.
 *
 * The first complete pass writes the file; passes in any process read it. The file appears only when it is complete: a
 * pass that ends early or has an error writes none, and the next one starts again. The file is written again if the
 * pipeline before it changes: its stages, the options that change elements, the source text of functions, or `version`.
 *
 * Elements may be plain objects, arrays, typed arrays, bigints, maps, sets, dates, regular expressions and errors; class
 * instances and functions throw. Every epoch has the elements of epoch 0.
 *
 * @param path - The file, or an address such as `s3://isic/decoded.cache`. Missing folders are created.
 * @throws A pass throws {@link StoreError} if the file is damaged, and `StageError` if it cannot be written. The pass
 * has then ended.
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
  const place = checkPlace("cacheToFile: path", path);
  const { version = "" } = checkOptions("cacheToFile", options, { version: "string" });
  return recipe({
    label: `cacheToFile(${path})`,
    random: { fixed: true },
    open(upstream: Source<T>, start, label) {
      const store = { every: Infinity, path: () => place, fingerprint: fingerprint(upstream, version) };
      return new StoredPass(upstream, start, label, store);
    },
  });
}
