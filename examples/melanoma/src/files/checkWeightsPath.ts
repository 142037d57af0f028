import { stat } from "node:fs/promises";
import type { Options } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

/** @throws UserError if `--weights` names a path that does not exist. */
export async function checkWeightsPath({ weights }: Pick<Options, "weights">): Promise<void> {
  if (weights.from !== "path") return;
  try {
    await stat(weights.path);
  } catch {
    throw new UserError(
      `--weights: there is no file or folder ${weights.path}, and it is not imagenet, imagenet-autoaugment, noisy-student or none`,
    );
  }
}
