import { parseArgs } from "node:util";
import { closest } from "@tensorloom/core/internal";
import { FLAGS } from "./flags.ts";
import { UserError } from "./userError.ts";

const NAMES = Object.keys(FLAGS);

/**
 * Parses a command line into values by flag name; a flag that takes no value has `""`.
 *
 * @throws UserError for a word that is not a flag, an unknown or repeated flag, or a flag without its value.
 */
export function parseFlags(argv: readonly string[]): ReadonlyMap<string, string> {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false, // its messages speak of positional arguments; ours suggest the right flag
    tokens: true,
    options: Object.fromEntries(
      Object.entries(FLAGS).map(([name, { value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string" },
      ]),
    ),
  });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional")
      throw new UserError(`expected a flag such as --data, got "${token.value}"`);
    const { name, rawName, value } = token;
    const flag = NAMES.includes(name) ? FLAGS[name] : undefined;
    if (flag === undefined) throw new UserError(unknownFlag(rawName, name));
    if (values.has(name)) throw new UserError(`--${name} may be used only once`);
    const isBare = value === undefined || value === "" || (!token.inlineValue && value.startsWith("--"));
    if (flag.value !== undefined && isBare) throw new UserError(`--${name} needs a value: ${flag.value}`);
    if (flag.value === undefined && value !== undefined)
      throw new UserError(`--${name} takes no value, got "${value}"`);
    values.set(name, value ?? "");
  }
  return values;
}

function unknownFlag(rawName: string, name: string): string {
  const suggestion = closest(name, NAMES);
  return suggestion === undefined
    ? `unknown flag ${rawName}; --help lists the flags`
    : `unknown flag ${rawName}: did you mean --${suggestion}?`;
}
