import type { Command } from "./command.ts";
import type { Flag } from "./flag.ts";
import { formatTable } from "./formatTable.ts";

/** Returns the text of `NAME --help`. */
export function formatHelp(name: string, { summary, words, flags, notes }: Command): string {
  const usage = ["npm run melanoma --", name, words?.usage ?? "", "[flags]"].filter((part) => part !== "");
  const below = notes === undefined ? "" : `\n${notes}\n`;
  return `${summary}\n\n${usage.join(" ")}\n\n${formatFlags(flags)}\n${below}`;
}

/** Returns the text of `--help`: the commands, and the flags of a run without a command. */
export function formatOverview(
  commands: Readonly<Record<string, Command>>,
  { flags, notes }: Pick<Command, "flags" | "notes">,
): string {
  const table = Object.entries(commands).map(([name, { summary }]) => [`  ${name}`, summary] as const);
  return `Trains a melanoma classifier, or a classifier of your own pictures, and measures it.

npm run melanoma                  draws a sample and trains on it; needs neither network nor data
npm run melanoma -- --data DIR    trains on your own pictures, or on the competition's files
npm run melanoma -- COMMAND       does one of these; COMMAND --help lists its flags

${formatTable(table)}
Flags without a command:

${formatFlags(flags)}

${notes ?? ""}
`;
}

function formatFlags(table: Readonly<Record<string, Flag>>): string {
  const flags = Object.entries(table).map(([name, { value, help }]) => ({
    usage: value === undefined ? `--${name}` : `--${name} ${value}`,
    help,
  }));
  const width = Math.max(...flags.map(({ usage }) => usage.length)) + 2;
  const indent = " ".repeat(width + 2);
  return flags
    .map(({ usage, help }) => `  ${usage.padEnd(width)}${help.replaceAll("\n", `\n${indent}`)}`)
    .join("\n");
}
