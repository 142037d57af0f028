import { closest } from "@tensorloom/core/internal";
import type { CommandIO } from "../cli/commandIO.ts";
import { explainError } from "../cli/explainError.ts";
import { formatHelp, formatOverview } from "../cli/formatHelp.ts";
import { parseFlags } from "../cli/parseFlags.ts";
import { UserError } from "../cli/userError.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { COMMANDS } from "./commands.ts";
import { train } from "./train.ts";

/**
 * Runs a command line and returns its exit code: 0, 1 after an error, 130 after Ctrl-C, 143 after SIGTERM.
 *
 * @param sample - The size of a sample, if one is drawn.
 */
export async function runCommand(
  argv: readonly string[],
  io: CommandIO,
  sample?: SampleSize,
): Promise<number> {
  try {
    await dispatch(argv, io, sample);
    return 0;
  } catch (error) {
    if (io.signal.aborted) {
      const [name = ""] = argv;
      const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : train;
      const resumes = Object.hasOwn(command.flags, "resume");
      const hint = resumes ? "; --resume continues the training, if it had begun" : "";
      io.stderr.write(`\nmelanoma: interrupted${hint}\n`);
      return 130;
    }
    if (error instanceof Error && error.name === "TerminatedError") {
      io.stderr.write("\nmelanoma: stopped by SIGTERM; --resume continues the training\n");
      return 143;
    }
    io.stderr.write(`melanoma: ${explainError(error)}\n`);
    return 1;
  }
}

async function dispatch(argv: readonly string[], io: CommandIO, sample?: SampleSize): Promise<void> {
  const [name = ""] = argv;
  if (name === "" || name.startsWith("-")) {
    const line = parseFlags(argv, train);
    if (line.flags.has("help")) io.stdout.write(formatOverview(COMMANDS, train));
    else await train.run(line, io, sample);
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UserError(unknownCommand(name));
  const line = parseFlags(argv.slice(1), command);
  if (line.flags.has("help")) io.stdout.write(formatHelp(name, command));
  else await command.run(line, io, sample);
}

function unknownCommand(name: string): string {
  const names = Object.keys(COMMANDS);
  const suggestion = closest(name, names);
  return suggestion === undefined
    ? `unknown command ${name}; expected one of ${names.join(", ")}`
    : `unknown command ${name}: did you mean ${suggestion}?`;
}
