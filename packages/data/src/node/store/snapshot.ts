import { checkOptions, integer } from "@tensorloom/core/internal";
import { checkPlace, joinPlace } from "@tensorloom/core/internal/node";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Source } from "../../source.ts";
import type { StoreOptions } from "./cacheToFile.ts";
import { fingerprint } from "./fingerprint.ts";
import { StoredPass } from "./storedPass.ts";

/**
 * Options of {@link snapshot}.
 *
 * @inline
 */
export interface SnapshotOptions extends StoreOptions {
  /** Elements per file; default 1000. A crash loses at most this many. */
  readonly every?: number | undefined;
}

/**
 * Caches the elements in a folder, from which an interrupted pass continues.
 *
 * Each file of a thousand elements appears when it is complete, with the upstream's state after it. So the next pass
 * reads the files that exist, and computes only the elements after them. If the pipeline changes (its stages, options,
 * the source text of functions, or `version`), it gets its own subfolder. Elements and epochs are as in
 * {@link cacheToFile}.
 *
 * @param folder - The folder, or an address such as `s3://isic/decoded`. It is created if it does not exist.
 * @throws A pass throws {@link StoreError} if a file is damaged.
 * @see tf.data.Dataset.snapshot
 * @example
 * ```ts
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { range } from "@tensorloom/data";
 * import { snapshot } from "@tensorloom/data/node";
 *
 * const folder = mkdtempSync(join(tmpdir(), "snapshot-"));
 * const squares = range(4).map((x) => x * x).apply(snapshot(folder, { every: 2 }));
 * await squares.toArray(); // => [0, 1, 4, 9]
 * await squares.toArray(); // => [0, 1, 4, 9]
 * rmSync(folder, { recursive: true });
 * ```
 */
export function snapshot<T>(folder: string, options: SnapshotOptions = {}): Operator<T, T> {
  const place = checkPlace("snapshot: folder", folder);
  const known = { every: "number", version: "string" } as const;
  const { every = 1000, version = "" } = checkOptions("snapshot", options, known);
  integer("snapshot: every", every, 1);
  return recipe({
    label: `snapshot(${folder})`,
    random: { fixed: true },
    open(upstream: Source<T>, start, label) {
      const name = fingerprint(upstream, version);
      const path = (part: number): string =>
        joinPlace(place, `${name.slice(0, 16)}-${String(every)}/${String(part).padStart(5, "0")}.elements`);
      return new StoredPass(upstream, start, label, { every, path, fingerprint: name });
    },
  });
}
