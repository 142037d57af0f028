import { explain } from "./cli/explainError.ts";
import { help } from "./cli/help.ts";
import type { Io } from "./cli/commandIO.ts";
import { melanoma } from "./melanoma.ts";
import { options } from "./cli/options.ts";
import type { SampleSize } from "./sample/plan.ts";

/**
 * The command, from its arguments to its exit code: 0, 1 where something is wrong, 130 where it was interrupted.
 *
 * @param sample - How large a sample to draw where there is no data.
 */
export async function run(argv: readonly string[], io: Io, sample?: SampleSize): Promise<number> {
  try {
    const asked = options(argv);
    if (asked === "help") io.stdout.write(help());
    else await melanoma(asked, io, sample);
    return 0;
  } catch (error) {
    if (io.signal.aborted) {
      io.stderr.write("\nmelanoma: interrupted\n");
      return 130;
    }
    io.stderr.write(`melanoma: ${explain(error)}\n`);
    return 1;
  }
}
