import { joinPlace, makePlace, readPlaceIfAny, writePlace } from "@tensorloom/core/internal/node";
import { CheckpointError } from "@tensorloom/training";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { checkSameFlags, type RepeatedFlags, repeatedFlags } from "./repeatedFlags.ts";

/**
 * Calls a training that writes checkpoints into a folder, and records the run's flags there.
 *
 * @throws UserError that names the flags which differ, if the training refuses the checkpoint of an earlier run.
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
    if (before !== undefined && error instanceof CheckpointError && error.differences.length > 0)
      checkSameFlags(folder, flags, JSON.parse(new TextDecoder().decode(before)) as RepeatedFlags, error); // as written above
    throw error;
  }
}
