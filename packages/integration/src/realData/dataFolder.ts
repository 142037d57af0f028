import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The folder of data that is not part of this repository: `TENSORLOOM_DATA`, or `../shared/data`. */
const home = resolve(
  process.env["TENSORLOOM_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data"),
);

/** A folder of real data, and whether it is there: its tests are reported as skipped if it is not. */
export function dataFolder(name: string): { readonly folder: string; readonly missing: boolean } {
  const folder = join(home, name);
  return { folder, missing: !existsSync(folder) };
}
