import type { CommandIO } from "../cli/commandIO.ts";
import { explainError } from "../cli/explainError.ts";
import { formatHelp } from "../cli/formatHelp.ts";
import { parseOptions } from "../cli/parseOptions.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { runMelanoma } from "./runMelanoma.ts";

/**
 * Runs the command and returns its exit code: 0, 1 after an error, 130 after Ctrl-C, 143 after SIGTERM.
 *
 * @param sample - The size of the sample, which is drawn if there is no `--data`.
 */
export async function runCommand(
  argv: readonly string[],
  io: CommandIO,
  sample?: SampleSize,
): Promise<number> {
  try {
    const options = parseOptions(argv);
    if (options === "help") io.stdout.write(formatHelp());
    else await runMelanoma(options, io, sample);
    return 0;
  } catch (error) {
    if (io.signal.aborted) {
      io.stderr.write("\nmelanoma: interrupted; --resume continues the training, if it had begun\n");
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
