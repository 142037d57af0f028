import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

/** The column that groups pictures unless another one is named. */
const PATIENT = "patient_id";

/** Finds the group of a picture by its name and columns. */
export interface Grouping {
  /** What groups them, for messages; `undefined`: nothing. */
  readonly by: string | undefined;
  readonly groupOf: (name: string, metadata: Readonly<Record<string, string>>) => string | undefined;
}

/**
 * Decides what groups pictures: `--group-by`, `--group-pattern`, or `patient_id` if every picture has one.
 *
 * @param columns - The columns that every picture has.
 * @throws UserError if there is no such column. The function throws one if a name does not match the pattern.
 */
export function groupingOf(
  path: string,
  columns: readonly string[],
  { groupBy, groupPattern }: Pick<DataOptions, "groupBy" | "groupPattern">,
): Grouping {
  if (groupPattern !== undefined)
    return { by: String(groupPattern), groupOf: (name) => matchGroup(path, name, groupPattern) };
  const column = groupBy ?? (columns.includes(PATIENT) ? PATIENT : "none");
  if (column === "none") return { by: undefined, groupOf: () => undefined };
  if (!columns.includes(column))
    throw new UserError(
      `--group-by: expected a column of ${path} that every picture has, got "${column}"; ` +
        (columns.length === 0
          ? "it has no columns, but --group-pattern can use file names"
          : `there are ${columns.join(", ")}`),
    );
  return { by: column, groupOf: (_, metadata) => metadata[column] };
}

function matchGroup(path: string, name: string, pattern: RegExp): string {
  const group = pattern.exec(name)?.at(1);
  if (group === undefined)
    throw new UserError(
      `--group-pattern: expected every file of ${path} to match ${String(pattern)}, but ${name} does not`,
    );
  return group;
}
