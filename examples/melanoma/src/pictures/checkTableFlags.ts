import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { TABLE } from "./tableFiles.ts";

/** The options that only tables have, by their flags. */
const TABLE_FLAGS = {
  "image-column": "imageColumn",
  "image-pattern": "imagePattern",
  "label-column": "labelColumn",
} as const;

/**
 * Checks that flags about columns are used with a table.
 *
 * @param paths - The data of the command; undefined: a sample.
 * @throws UserError if none of them is a table, because the flag would have no effect.
 */
export function checkTableFlags(options: DataOptions, ...paths: readonly (string | undefined)[]): void {
  if (paths.some((path) => path !== undefined && TABLE.test(path))) return;
  for (const [flag, option] of Object.entries(TABLE_FLAGS))
    if (options[option] !== undefined)
      throw new UserError(
        `--${flag} is for a table: expected --data with a .csv or .tsv file, got ${paths[0] ?? "none"}`,
      );
}
