import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { checkLabels } from "../input/labels.ts";

/**
 * Options of {@link classWeights}.
 *
 * @inline
 */
export interface ClassWeightsOptions {
  /** Number of classes. Default: the highest label plus one. */
  readonly classes?: number | undefined;
}

const OPTIONS: OptionKinds<ClassWeightsOptions> = { classes: "number" };

/**
 * Weights of classes that make all classes count the same in a loss.
 *
 * A class with `n` of `rows` labels gets the weight `rows / (classes * n)`, so the mean weight of a row is 1. Pass them to
 * `fit` as `classWeights`.
 *
 * @param scheme - `"balanced"`.
 * @param labels - Class indices from 0.
 * @throws RangeError if a label is not a class index, or a class has no labels.
 * @see scikit-learn, `compute_class_weight("balanced")`
 * @example
 * ```ts
 * import { classWeights } from "@tensorloom/metrics";
 *
 * classWeights("balanced", [0, 0, 0, 1]); // => [2 / 3, 2]
 * ```
 */
export function classWeights(
  scheme: "balanced",
  labels: ArrayLike<number>,
  options: ClassWeightsOptions = {},
): readonly number[] {
  const { classes } = checkOptions("classWeights", options, OPTIONS);
  oneOf("classWeights: scheme", scheme, ["balanced"]);
  if (classes !== undefined) integer("classWeights: classes", classes, 1);
  const needed = checkLabels("classWeights: labels", labels, undefined, classes);
  const counts = new Array<number>(classes ?? needed).fill(0);
  for (const label of Int32Array.from(labels)) counts[label]++;
  const missing = counts.indexOf(0);
  if (missing >= 0 || counts.length === 0)
    throw new RangeError(
      `classWeights: every class must have labels, class ${String(Math.max(0, missing))} has none`,
    );
  return counts.map((count) => labels.length / (counts.length * count));
}
