import { parseArgs } from "node:util";
import { ExampleError } from "../../exampleError.ts";
import { RecordIndexError } from "../../recordIndexText.ts";
import { TFRecordError } from "../../tfrecordError.ts";
import { cat } from "./cat.ts";
import { UsageError, type Command, type Terminal } from "./command.ts";
import { count } from "./count.ts";
import { inspect } from "./inspect.ts";
import { merge } from "./merge.ts";
import { repairFile } from "./repairFile.ts";
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
]);

function overview(): string {
  const list = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return `tfrecord: look into TFRecord files, check them, mend them, divide them.

Usage: tfrecord COMMAND FILE... [FLAGS]

${list.join("\n")}

FILE is a path or a glob in quotes ('data/train*.tfrec', '**/*.gz'); compression is told by the first bytes.
'tfrecord COMMAND --help' says more. The exit code is 0 where all is well and 1 where it is not.`;
}

/**
 * Does what a command line of `tfrecord` says.
 *
 * @param words - What follows the program's name.
 * @returns The exit code.
 */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const [name, ...rest] = words;
  if (words.length === 0 || name === "--help" || name === "-h" || name === "help") {
    await terminal.out(overview());
    return words.length === 0 ? 1 : 0;
  }
  const command = COMMANDS.get(name);
  if (command === undefined) {
    terminal.err(
      `tfrecord: there is no command ${JSON.stringify(name)}; there are ${[...COMMANDS.keys()].join(", ")}`,
    );
    return 1;
  }
  try {
    return await followed(name, command, rest, terminal);
  } catch (error) {
    terminal.progress("");
    terminal.err(`tfrecord ${name}: ${sentence(error)}`);
    return 1;
  }
}

async function followed(
  name: string,
  command: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<0 | 1> {
  const { usage, summary, help, flags } = command;
  const options = { ...flags, help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  if (values.help === true) {
    await terminal.out(`tfrecord ${name}: ${summary}\n\nUsage: tfrecord ${name} ${usage}\n\n${help}`);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError(`no file is named; usage: tfrecord ${name} ${usage}`);
  return command.run(positionals, values, terminal);
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = [TFRecordError, RecordIndexError, ExampleError, UsageError].some(
    (kind) => error instanceof kind,
  );
  return known || !("code" in error) ? error.message : error.message.split("\n")[0];
}
