import { createRequire } from "node:module";
import { closest } from "@tensorloom/core/internal";
import { parseArgs } from "node:util";
import { cat } from "./cat.ts";
import { UsageError, type Command, type Terminal } from "./terminal/command.ts";
import { count } from "./count.ts";
import { create } from "./convert/create.ts";
import { extract } from "./convert/extract.ts";
import { inspect } from "./inspect.ts";
import { merge } from "./merge.ts";
import { repairFile } from "./repairFile.ts";
import { formatError } from "./formatError.ts";
import { split } from "./split.ts";
import { verify } from "./verify.ts";
import { writeIndex } from "./writeIndex.ts";

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["inspect", inspect],
  ["cat", cat],
  ["count", count],
  ["verify", verify],
  ["repair", repairFile],
  ["index", writeIndex],
  ["split", split],
  ["merge", merge],
  ["create", create],
  ["extract", extract],
]);

function formatOverview(): string {
  const list = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return `tfrecord: create, inspect, verify, repair, split, merge and extract TFRecord files.

Usage: tfrecord COMMAND FILE... [FLAGS]

${list.join("\n")}

FILE is a path, a glob in quotes ('data/train*.tfrec', '**/*.gz'), an http(s) address, or - for the standard input;
compression is detected by the first bytes. 'tfrecord COMMAND --help' explains a command. The exit code is 0 for success, else 1.`;
}

/**
 * Runs a command line of `tfrecord`.
 *
 * @param words - The arguments after the program's name.
 * @returns The exit code.
 */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<0 | 1> {
  if (words[0] === "help" && words.length > 1) return runCommand([words[1], "--help"], terminal);
  const [name, ...rest] = words;
  if (words.length === 0 || name === "--help" || name === "-h" || name === "help") {
    await terminal.out(formatOverview());
    return words.length === 0 ? 1 : 0;
  }
  if (name === "--version") {
    // every package.json has a version
    const { version } = createRequire(import.meta.url)("../../../package.json") as { version: string };
    await terminal.out(version);
    return 0;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    terminal.err(
      `tfrecord: there is no command ${JSON.stringify(name)}; there are ${[...COMMANDS.keys()].join(", ")}`,
    );
    return 1;
  }
  try {
    return await runSubcommand(name, command, rest, terminal);
  } catch (error) {
    terminal.progress("");
    terminal.err(`tfrecord ${name}: ${formatError(error)}`);
    return 1;
  }
}

async function runSubcommand(
  name: string,
  command: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<0 | 1> {
  const { usage, summary, help, flags } = command;
  const options = { ...flags, help: { type: "boolean", short: "h" } } as const;
  refuseUnknown(words, Object.keys(options));
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  if (values.help === true) {
    await terminal.out(`tfrecord ${name}: ${summary}\n\nUsage: tfrecord ${name} ${usage}\n\n${help}`);
    return 0;
  }
  if (command.takesNoFiles === true) {
    if (positionals.length > 0)
      throw new UsageError(
        `there is no argument ${JSON.stringify(positionals[0])}; usage: tfrecord ${name} ${usage}`,
      );
  } else if (positionals.length === 0)
    throw new UsageError(`no file is named; usage: tfrecord ${name} ${usage}`);
  return command.run(positionals, values, terminal);
}

/** Throws for an unknown flag. Node's own message would explain positional arguments. */
function refuseUnknown(words: readonly string[], known: readonly string[]): void {
  for (const word of words) {
    if (word === "--") return;
    const name = /^--([^=]+)/.exec(word)?.[1];
    if (name === undefined || known.includes(name)) continue;
    const meant = closest(name, known);
    const hint =
      meant === undefined
        ? `there are ${known.map((one) => `--${one}`).join(", ")}`
        : `did you mean --${meant}?`;
    throw new UsageError(`there is no flag --${name}; ${hint}`);
  }
}
