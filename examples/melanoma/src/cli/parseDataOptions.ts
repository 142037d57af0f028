import type { DataOptions } from "./options.ts";
import { UserError } from "./userError.ts";
import type { Flags } from "./values.ts";

/**
 * Parses the flags that say which pictures belong together.
 *
 * @throws UserError if the pattern is not a regular expression with a group, or both flags of groups are used.
 */
export function parseDataOptions(flags: Flags): DataOptions {
  const pattern = flags.get("group-pattern");
  if (pattern !== undefined && flags.has("group-by"))
    throw new UserError("--group-pattern and --group-by both say what belongs together: leave one out");
  return {
    groupBy: flags.get("group-by"),
    groupPattern: pattern === undefined ? undefined : parsePattern(pattern),
    imageColumn: flags.get("image-column"),
    imagePattern: parseImagePattern(flags.get("image-pattern")),
    labelColumn: flags.get("label-column"),
  };
}

function parseImagePattern(text: string | undefined): string | undefined {
  if (text === undefined || text.includes("{}")) return text;
  throw new UserError(
    `--image-pattern must contain {}, in whose place the column's value goes, got "${text}"`,
  );
}

function parsePattern(text: string): RegExp {
  const expected =
    "--group-pattern must be a regular expression with a part in parentheses, such as '^(\\d+)_'";
  let groups: number;
  try {
    groups = (new RegExp(`${text}|`).exec("")?.length ?? 1) - 1;
  } catch (error) {
    throw new UserError(`${expected}, got "${text}": ${error instanceof Error ? error.message : ""}`);
  }
  if (groups === 0) throw new UserError(`${expected}, got "${text}"`);
  return new RegExp(text);
}
