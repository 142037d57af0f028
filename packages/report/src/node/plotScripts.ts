import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/**
 * Reads the programs that draw the figures of a report: D3 and Observable Plot, minified.
 *
 * @returns Their texts, in the order in which they run: about 490 kB.
 * @example
 * ```ts
 * import { plotScripts } from "@tensorloom/report/node";
 *
 * const scripts = await plotScripts();
 * scripts.length; // => 2
 * ```
 */
export async function plotScripts(): Promise<readonly string[]> {
  const { resolve } = createRequire(import.meta.url);
  // The exports of both packages name their module only, in src or dist; the script is in dist.
  const paths = ["d3/d3.min.js", "@observablehq/plot/plot.umd.min.js"].map((path) =>
    join(dirname(resolve(dirname(path))), "..", "dist", basename(path)),
  );
  return Promise.all(paths.map((path) => readFile(path, "utf8")));
}
