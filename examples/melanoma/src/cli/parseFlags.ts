import { parseArgs } from "node:util";
import { closest } from "@tensorloom/core/internal";
import type { Command, CommandLine } from "./command.ts";
import { UserError } from "./userError.ts";

/**
 * Parses the command line of a command.
 *
 * @throws UserError for an unknown or repeated flag, a flag without its value, or too many or too few words.
 */
export function parseFlags(argv: readonly string[], command: Pick<Command, "flags" | "words">): CommandLine {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false, // its messages speak of positional arguments; ours suggest the right flag
    tokens: true,
    options: Object.fromEntries(
      Object.entries(command.flags).map(([name, { value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string" },
      ]),
    ),
  });
  const flags = new Map<string, string>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") words.push(token.value);
    else flags.set(token.name, checkFlag(token, flags, command.flags));
  }
  if (!flags.has("help")) checkWords(words, command);
  return { words, flags };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** Returns the value of a flag. */
function checkFlag(
  { name, rawName, value, inlineValue }: OptionToken,
  before: ReadonlyMap<string, string>,
  known: Command["flags"],
): string {
  const flag = Object.hasOwn(known, name) ? known[name] : undefined;
  if (flag === undefined) throw new UserError(unknownFlag(rawName, name, Object.keys(known)));
  if (before.has(name)) throw new UserError(`--${name} may be used only once`);
  const isBare = value === undefined || value === "" || (inlineValue !== true && value.startsWith("--"));
  if (flag.value !== undefined && isBare) throw new UserError(`--${name} needs a value: ${flag.value}`);
  if (flag.value === undefined && value !== undefined)
    throw new UserError(`--${name} takes no value, got "${value}"`);
  return value ?? "";
}

function unknownFlag(rawName: string, name: string, known: readonly string[]): string {
  const suggestion = closest(name, known);
  return suggestion === undefined
    ? `unknown flag ${rawName}; --help lists the flags`
    : `unknown flag ${rawName}: did you mean --${suggestion}?`;
}

function checkWords(words: readonly string[], { words: taken }: Pick<Command, "words">): void {
  if (taken === undefined && words.length > 0)
    throw new UserError(`expected a flag such as --data, got "${words[0]}"`);
  if (taken === undefined) return;
  if (words.length < taken.min)
    throw new UserError(`expected ${taken.usage}, got ${words.length === 0 ? "nothing" : words.join(" ")}`);
  if (words.length > taken.max) throw new UserError(`expected ${taken.usage}, got "${words[taken.max]}" too`);
}
