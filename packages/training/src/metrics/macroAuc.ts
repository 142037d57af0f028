import type { Metric } from "./metric.ts";
import { averagePrecision } from "./averagePrecision.ts";
import { countClasses, toClassIndices } from "./confusionMatrix.ts";
import { rocAuc } from "./rocAuc.ts";

type Measure = (labels: ArrayLike<number>, scores: ArrayLike<number>) => number;

/**
 * The exact one-vs-rest ROC AUC, averaged over the classes.
 *
 * `NaN` if a class has no rows, or all of them.
 *
 * @param labels - Class indices.
 * @param scores - `[rows, classes]`: any finite numbers, higher for more confident predictions.
 * @see scikit-learn, `roc_auc_score(multi_class="ovr", average="macro")`
 * @example
 * ```ts
 * import { macroAuc } from "@tensorloom/training";
 *
 * macroAuc([0, 1, 2], { data: [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4], shape: [3, 3] }); // => 1
 * ```
 */
export function macroAuc(
  labels: ArrayLike<number>,
  { data, shape: [, classes = 1] }: { readonly data: ArrayLike<number>; readonly shape: readonly number[] },
): number {
  return macroAverage(rocAuc, labels, data, classes);
}

function macroAverage(
  measure: Measure,
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  classes: number,
): number {
  const rows = Array.from({ length: labels.length }, (_, row) => row);
  let sum = 0;
  for (let one = 0; one < classes; one++)
    sum += measure(
      rows.map((row) => Number(labels[row] === one)),
      rows.map((row) => scores[row * classes + one]),
    );
  return sum / classes;
}

/** Creates a ranking metric: of one probability, or the mean over classes, each against the rest. */
function rankingMetric(name: string, measure: Measure): Metric {
  return {
    name,
    mode: "max",
    start() {
      const labels: number[] = [];
      const scores: number[] = [];
      let classes = 1;
      return {
        update(targets, outputs) {
          classes = countClasses(outputs);
          const isBinary = classes === 1;
          const targetLabels = isBinary
            ? Array.from(targets.data, (target) => Number(target > 0.5))
            : toClassIndices(targets, outputs);
          for (const label of targetLabels) labels.push(label);
          for (const score of outputs.data) scores.push(score);
        },
        result: () =>
          classes === 1 ? measure(labels, scores) : macroAverage(measure, labels, scores, classes),
      };
    },
  };
}

export const auc: Metric = rankingMetric("auc", rocAuc);
export const averagePrecisionMetric: Metric = rankingMetric("averagePrecision", averagePrecision);
