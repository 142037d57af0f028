import { classWeights } from "@tensorloom/metrics";
import type { Options } from "./cli/options.ts";
import { UserError } from "./cli/userError.ts";

/**
 * The factors of the two classes on the loss, benign first.
 *
 * @returns `undefined` for `--class-weights none`.
 * @throws UserError if all images are of one class, which no weight balances.
 */
export function weighClasses(
  { classWeights: scheme }: Pick<Options, "classWeights">,
  files: readonly { readonly targets: readonly number[] }[],
): readonly number[] | undefined {
  if (scheme === "none") return undefined;
  const targets = files.flatMap((file) => file.targets);
  if (new Set(targets).size < 2)
    throw new UserError("--class-weights balanced needs images of both classes in the train files");
  return classWeights(scheme, targets);
}
