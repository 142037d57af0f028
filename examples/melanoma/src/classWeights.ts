import { classWeights } from "@tensorloom/metrics";
import type { Options } from "./cli/options.ts";

/**
 * The factors of the classes on the loss, in their order.
 *
 * @returns `undefined` for `--class-weights none`.
 */
export function weighClasses(
  { classWeights: scheme }: Pick<Options, "classWeights">,
  targets: readonly number[],
): readonly number[] | undefined {
  if (scheme === "none") return undefined;
  return classWeights(scheme, targets);
}
