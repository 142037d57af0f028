import { checkOptions, finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Scores } from "../input/scores.ts";
import type { WeightsOption } from "../input/weights.ts";
import { readRanking } from "../ranking/rankByScore.ts";
import { measureThreshold, type ThresholdChoice } from "./thresholdChoice.ts";

/**
 * Options of {@link chooseThreshold}.
 *
 * @inline
 */
export interface ChooseThresholdOptions extends WeightsOption {
  /**
   * What the threshold is best at. `"youden"`: sensitivity plus specificity; `"f1"`; `"cost"`: the lowest cost of errors.
   * `"sensitivity"`, `"specificity"` and `"precision"` reach `atLeast`, with as few errors of the other kind as possible.
   */
  readonly by: "youden" | "f1" | "cost" | "sensitivity" | "specificity" | "precision";
  /** The sensitivity, specificity or precision to reach, from 0 to 1. Required for these three. */
  readonly atLeast?: number | undefined;
  /** With `"cost"`: what a false positive costs, at least 0. Default 1. */
  readonly falsePositive?: number | undefined;
  /** With `"cost"`: what a false negative costs, at least 0. Default 1. */
  readonly falseNegative?: number | undefined;
}

const OPTIONS: OptionKinds<ChooseThresholdOptions> = {
  by: "string",
  atLeast: "number",
  falsePositive: "number",
  falseNegative: "number",
  weights: "any",
};

const LEVELS = ["sensitivity", "specificity", "precision"] as const;

/**
 * Chooses the threshold at which a row is predicted positive.
 *
 * Candidates are the scores themselves, and `Infinity`: no row is positive. Of equally good ones, the highest is chosen.
 * Choose it on validation rows, not on those of the test.
 *
 * @param labels - 0 or 1 each, both of them.
 * @param scores - One score per row.
 * @returns The threshold for {@link predictClasses}, and what it means on these rows.
 * @throws RangeError if a label is neither 0 nor 1, or all are equal, a score is not finite, no threshold reaches
 * `atLeast`, or an option does not belong to `by`.
 * @see scikit-learn, `TunedThresholdClassifierCV`; Youden 1950, Index for rating diagnostic tests
 * @example
 * ```ts
 * import { chooseThreshold, predictClasses } from "@tensorloom/metrics";
 *
 * const [labels, scores] = [[0, 0, 1, 0, 1], [0.1, 0.3, 0.4, 0.6, 0.8]];
 * const { threshold, specificity } = chooseThreshold(labels, scores, { by: "sensitivity", atLeast: 1 });
 * [threshold, specificity]; // => [0.4, 2 / 3]
 * [...predictClasses(scores, { threshold })]; // => [0, 0, 1, 1, 1]
 * chooseThreshold(labels, scores, { by: "cost", falsePositive: 5 }).threshold; // => 0.8
 * ```
 */
export function chooseThreshold(
  labels: ArrayLike<number>,
  scores: Scores,
  options: ChooseThresholdOptions,
): ThresholdChoice {
  const { by, weights, atLeast } = checkOptions("chooseThreshold", options, OPTIONS);
  oneOf("chooseThreshold: by", by, ["youden", "f1", "cost", ...LEVELS]);
  rejectUnused(options);
  const ranking = readRanking("chooseThreshold", labels, scores, weights);
  if (ranking.positives === 0 || ranking.negatives === 0)
    throw new RangeError("chooseThreshold: labels must have both classes, got one");
  const choices = Array.from({ length: ranking.thresholds.length + 1 }, (_, at) =>
    measureThreshold(ranking, at - 1),
  );
  if (by === "youden") return bestOf(choices, (one) => one.sensitivity + one.specificity);
  if (by === "f1") return bestOf(choices, (one) => one.f1);
  if (by === "cost") return bestOf(choices, (one) => -costOf(one, options));
  if (atLeast === undefined)
    throw new RangeError(`chooseThreshold: by: "${by}" needs atLeast, a number from 0 to 1, such as 0.9`);
  const level = finite("chooseThreshold: atLeast", atLeast, 0, 1);
  const enough = choices.filter((one) => one[by] >= level - ROUNDING);
  const found = by === "sensitivity" ? enough.at(0) : enough.at(-1);
  if (found !== undefined) return found;
  const highest = bestOf(choices, (one) => one[by])[by];
  throw new RangeError(
    `chooseThreshold: no threshold has a ${by} of at least ${String(level)}; the highest is ${String(highest)}`,
  );
}

/** Two values are equal if they differ by less: sums of weights are rounded. */
const ROUNDING = 1e-12;

function bestOf(
  choices: readonly ThresholdChoice[],
  valueOf: (choice: ThresholdChoice) => number,
): ThresholdChoice {
  return choices.reduce((best, one) => (valueOf(one) > valueOf(best) + ROUNDING ? one : best));
}

function costOf(
  { falsePositives, falseNegatives, support }: ThresholdChoice,
  { falsePositive = 1, falseNegative = 1 }: ChooseThresholdOptions,
): number {
  return (falsePositive * falsePositives + falseNegative * falseNegatives) / support;
}

/** @throws RangeError if an option has no effect, or a cost is negative. */
function rejectUnused(options: ChooseThresholdOptions): void {
  for (const key of ["falsePositive", "falseNegative"] as const) {
    const cost = options[key];
    if (cost === undefined) continue;
    finite(`chooseThreshold: ${key}`, cost, 0);
    if (options.by !== "cost")
      throw new RangeError(`chooseThreshold: ${key} is for by: "cost", got "${options.by}"`);
  }
  if (options.atLeast !== undefined && !LEVELS.some((level) => level === options.by))
    throw new RangeError(
      `chooseThreshold: atLeast is for by: "sensitivity", "specificity" or "precision", got "${options.by}"`,
    );
}
