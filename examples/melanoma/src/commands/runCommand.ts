import type { CommandIO } from "../cli/commandIO.ts";
import { explainError } from "../cli/explainError.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { COMMANDS } from "./commands.ts";
import { readCommandLine } from "./readCommandLine.ts";
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
    const request = readCommandLine(argv);
    if (request.help !== undefined) io.stdout.write(request.help);
    else await request.command.run(request.line, io, sample);
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
