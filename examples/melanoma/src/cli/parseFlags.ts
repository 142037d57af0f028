import { parseArgs } from "node:util";
import { closest } from "@tensorloom/core/internal";
import { FLAGS } from "./flags.ts";
import { UserError } from "./userError.ts";

/**
 * The flags that were given, by name; those without a value have `""`. Of a flag that is given twice the last counts.
 *
 * @throws UserError where there is a word that is no flag, an unknown flag, or a flag without its value.
 */
export function given(argv: readonly string[]): ReadonlyMap<string, string> {
  const names = Object.keys(FLAGS);
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false, // its own sentences speak of positional arguments; ours suggest the right flag
    tokens: true,
    options: Object.fromEntries(
      Object.entries(FLAGS).map(([name, { value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string" },
      ]),
    ),
  });
  const found = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional")
      throw new UserError(`expected a flag such as --data, got "${token.value}"`);
    const flag = names.includes(token.name) ? FLAGS[token.name] : undefined;
    if (flag === undefined) throw new UserError(unknown(token.rawName, token.name, names));
    const isBare =
      token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("--"));
    if (flag.value !== undefined && isBare)
      throw new UserError(`--${token.name} needs a value: ${flag.value}`);
    if (flag.value === undefined && token.value !== undefined)
      throw new UserError(`--${token.name} takes no value, got "${token.value}"`);
    found.set(token.name, token.value ?? "");
  }
  return found;
}

function unknown(raw: string, name: string, names: readonly string[]): string {
  const meant = closest(name, names);
  return meant === undefined
    ? `unknown flag ${raw}; --help lists the flags`
    : `unknown flag ${raw}: did you mean --${meant}?`;
}
