import { join } from "node:path";
import { checkOptions, integer } from "@tensorloom/core/internal";
import { assertString } from "../../validate.ts";
import { recipe } from "../../pass/recipe.ts";
import type { Operator, Source } from "../../source.ts";
import type { StoreOptions } from "./cacheToFile.ts";
import { fingerprint } from "./fingerprint.ts";
import { StoredPass } from "./storedPass.ts";

/**
 * How `snapshot` stores.
 *
 * @inline
 */
export interface SnapshotOptions extends StoreOptions {
  /** Elements in a file; default 1000. A crash loses at most so many. */
  readonly every?: number | undefined;
}

/**
 * Keeps the elements in a folder, a file for every thousand: what a pass made before it was left or killed is not made
 * again.
 *
 * Each file appears when it is complete and says where the pipeline before it stood, so the next pass reads what is
 * there and goes on behind it. A pipeline that changed (its stages, their options and functions' text, `version`)
 * has a folder of its own inside. Elements and epochs are as for {@link cacheToFile}.
 *
 * @param folder - The folder; created if it is missing.
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
  assertString("snapshot: folder", folder);
  const known = { every: "number", version: "string" } as const;
  const { every = 1000, version = "" } = checkOptions("snapshot", options, known);
  integer("snapshot: every", every, 1);
  return recipe({
    label: `snapshot(${folder})`,
    random: { fixed: true },
    open(upstream: Source<T>, start, label) {
      const name = fingerprint(upstream, version);
      const path = (part: number): string =>
        join(folder, `${name.slice(0, 16)}-${String(every)}`, `${String(part).padStart(5, "0")}.elements`);
      return new StoredPass(upstream, start, label, { every, path, fingerprint: name });
    },
  });
}
