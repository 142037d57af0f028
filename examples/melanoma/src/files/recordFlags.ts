import { joinPlace, makePlace, readPlaceIfAny, writePlace } from "@tensorloom/core/internal/node";
import { CheckpointError } from "@tensorloom/training";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { checkSameFlags, otherPictures, type RepeatedFlags, repeatedFlags } from "./repeatedFlags.ts";

/**
 * Calls a training that writes checkpoints into a folder, and records the run's flags there.
 *
 * @throws UserError if the training refuses the checkpoint of an earlier run: it names the flags that differ, or says what
 * to do.
 */
export async function recordFlags<T>(
  folder: string,
  { checkpoint, resume, ...options }: Pick<Options, "checkpoint" | "resume" | "flags">,
  { signal }: Pick<CommandIO, "signal">,
  train: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted(); // a run that has not begun leaves no folder
  if (checkpoint === 0) return train();
  const place = joinPlace(folder, "flags.json");
  const flags = repeatedFlags(options.flags);
  const before = resume ? await readPlaceIfAny(place) : undefined;
  if (before === undefined) {
    await makePlace(folder);
    await writePlace(place, [JSON.stringify(flags)]);
  }
  try {
    return await train();
  } catch (error) {
    if (!(error instanceof CheckpointError) || before === undefined) throw error;
    const earlier = JSON.parse(new TextDecoder().decode(before)) as RepeatedFlags; // as written above
    throw explainRefusal(error, folder, flags, earlier);
  }
}

/** Says why a checkpoint is refused, and what to do, in the words of the command line. */
function explainRefusal(
  error: CheckpointError,
  folder: string,
  flags: RepeatedFlags,
  earlier: RepeatedFlags,
): Error {
  const problem = error.message.replace(`fit: checkpoint: ${folder} `, "");
  if (problem.startsWith("has no intact checkpoint"))
    return new UserError(`${folder} ${problem}; leave --resume out to begin again`, { cause: error });
  const isOfOtherData = problem.startsWith("is of another pipeline");
  if (error.differences.length > 0 || isOfOtherData) checkSameFlags(folder, flags, earlier, error);
  if (!isOfOtherData) return error;
  return otherPictures(folder, error);
}
