import { statPlace } from "@tensorloom/core/internal/node";
import type { Options } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

/** @throws UserError if `--weights` names a path or an address that does not exist. */
export async function checkWeightsPath({ weights }: Pick<Options, "weights">): Promise<void> {
  if (weights.from !== "path") return;
  if ((await statPlace(weights.path)) === undefined)
    throw new UserError(
      `--weights: there is no file or folder ${weights.path}, and it is not imagenet, imagenet-autoaugment, noisy-student or none`,
    );
}
