import { closest } from "@tensorloom/core/internal";
import type { Command, CommandLine } from "../cli/command.ts";
import { formatHelp, formatOverview } from "../cli/formatHelp.ts";
import { parseFlags } from "../cli/parseFlags.ts";
import { UserError } from "../cli/userError.ts";
import { COMMANDS } from "./commands.ts";
import { train } from "./train.ts";

/** What a command line asks for: a help text, or a command with checked flags. */
type Request =
  | { readonly help: string }
  | { readonly help?: undefined; readonly command: Command; readonly line: CommandLine };

/**
 * Reads a command line. It loads nothing that a command needs to run.
 *
 * @throws UserError for an unknown command, and for unknown or invalid flags.
 */
export function readCommandLine(argv: readonly string[]): Request {
  const [name = ""] = argv;
  if (name === "" || name.startsWith("-")) return read(argv, train, () => formatOverview(COMMANDS, train));
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UserError(unknownCommand(name));
  return read(argv.slice(1), command, () => formatHelp(name, command));
}

function read(argv: readonly string[], command: Command, format: () => string): Request {
  const line = parseFlags(argv, command);
  if (line.flags.has("help")) return { help: format() };
  command.check?.(line);
  return { command, line };
}

function unknownCommand(name: string): string {
  const names = Object.keys(COMMANDS);
  const suggestion = closest(name, names);
  return suggestion === undefined
    ? `unknown command ${name}; expected one of ${names.join(", ")}`
    : `unknown command ${name}: did you mean ${suggestion}?`;
}
