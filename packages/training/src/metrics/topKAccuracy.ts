import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Metric } from "./metric.ts";
import { countClasses, toClassIndices } from "./confusionMatrix.ts";

/**
 * How many guesses {@link topKAccuracy} allows.
 *
 * @inline
 */
export interface TopKAccuracyOptions {
  /** At least 1; default 5, as in Keras. */
  readonly k?: number | undefined;
  /** Its name in the logs; default `top5Accuracy`. */
  readonly name?: string | undefined;
}

const OPTIONS: OptionKinds<TopKAccuracyOptions> = { k: "number", name: "string" };

/**
 * The share of rows whose class is among the `k` highest outputs. Ties go to the earlier class.
 *
 * @see Keras, `keras.metrics.TopKCategoricalAccuracy`; scikit-learn, `top_k_accuracy_score`
 * @example
 * ```ts
 * import { topKAccuracy } from "@tensorloom/training";
 *
 * topKAccuracy({ k: 3 }).name; // => "top3Accuracy"
 * ```
 */
export function topKAccuracy(options: TopKAccuracyOptions = {}): Metric {
  const { k = 5 } = checkOptions("topKAccuracy", options, OPTIONS);
  integer("topKAccuracy: k", k, 1);
  const name = options.name ?? `top${String(k)}Accuracy`;
  return {
    name,
    mode: "max",
    start() {
      let [right, rows] = [0, 0];
      return {
        update(targets, outputs) {
          const width = countClasses(outputs);
          if (width === 1) throw new RangeError(`${name}: the model must have an output per class, got 1`);
          const truth = toClassIndices(targets, outputs);
          for (let row = 0; row < truth.length; row++) {
            const scores = outputs.data.subarray(row * width, (row + 1) * width);
            const [label, score] = [truth[row], scores[truth[row]]];
            const above = scores.filter(
              (other: number, at: number) => other > score || (other === score && at < label),
            );
            right += Number(above.length < k);
            rows++;
          }
        },
        result: () => right / rows,
      };
    },
  };
}
