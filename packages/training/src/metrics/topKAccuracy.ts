import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Metric } from "./metric.ts";
import { countClasses, toClassIndices } from "./confusionMatrix.ts";

/**
 * Options of {@link topKAccuracy}.
 *
 * @inline
 */
export interface TopKAccuracyOptions {
  /** Number of highest outputs to consider, at least 1. Default 5, as in Keras. */
  readonly k?: number | undefined;
  /** The metric's name in the logs. Default `top5Accuracy`. */
  readonly name?: string | undefined;
}

const OPTIONS: OptionKinds<TopKAccuracyOptions> = { k: "number", name: "string" };

/**
 * The fraction of rows whose class is among the `k` highest outputs. Of equal outputs, the earlier class ranks first.
 *
 * @see Keras, `keras.metrics.TopKCategoricalAccuracy`; scikit-learn, `top_k_accuracy_score`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, sparseCategoricalCrossEntropy, topKAccuracy } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 3, activation: "softmax", inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 1,
 *   loss: sparseCategoricalCrossEntropy(),
 *   metrics: ["accuracy", topKAccuracy({ k: 2 })],
 * });
 * epochs[0].logs["top2Accuracy"]; // => 1
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
          if (width === 1) throw new RangeError(`${name}: the model must have one output per class, got 1`);
          const labels = toClassIndices(targets, outputs);
          for (let row = 0; row < labels.length; row++) {
            const scores = outputs.data.subarray(row * width, (row + 1) * width);
            const [label, score] = [labels[row], scores[labels[row]]];
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
