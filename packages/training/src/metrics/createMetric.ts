import type { NDArray } from "@tensorloom/data";
import { countClasses, toClassLabels, toPredictions } from "./classLabels.ts";
import { createEpochRows, type EpochRowsState } from "./epochRows.ts";
import type { Metric } from "./metric.ts";

/**
 * Creates a metric from a function of an epoch's labels and scores, such as those of `@tensorloom/metrics`.
 *
 * The metric is exact, not a mean over batches.
 *
 * @param name - The metric's name in the logs.
 * @param compute - Computes the metric from all rows. Labels are class indices; with one output per row they are 1 if the
 * target is above 0.5, else 0. Scores are the model's outputs, `[rows]` or `[rows, classes]`. Both are valid during the
 * call.
 * @param mode - Whether a higher (`"max"`) or a lower (`"min"`) value is better. Default `"max"`.
 * @see scikit-learn, `make_scorer`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { classificationReport, predictClasses } from "@tensorloom/metrics";
 * import { binaryCrossEntropy, createMetric, fit } from "@tensorloom/training";
 *
 * const recallAt30 = createMetric("recallAt30", (labels, scores) => {
 *   const predictions = predictClasses(scores, { threshold: 0.3 });
 *   return classificationReport(labels, predictions, { classes: 2 }).classes[1].recall;
 * });
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: binaryCrossEntropy(),
 *   schedule: 0.5,
 *   metrics: ["auc", recallAt30],
 * });
 * epochs[29].logs["recallAt30"]; // => 1
 * ```
 */
export function createMetric(
  name: string,
  compute: (labels: Int32Array, scores: NDArray<Float32Array>) => number,
  mode: "max" | "min" = "max",
): Metric {
  return {
    name,
    mode,
    start() {
      const rows = createEpochRows();
      return {
        update(targets, outputs) {
          rows.add(toClassLabels(name, targets, outputs), outputs.data);
        },
        result: () => compute(rows.labels, rows.values),
        state: () => rows.state(),
        restore: (state) => rows.restore(state as EpochRowsState), // as state returned it
      };
    },
  };
}

/** Creates a metric from a function of an epoch's labels and predicted classes. It keeps eight bytes per row. */
export function createPredictionMetric(
  name: string,
  compute: (labels: Int32Array, predictions: Float32Array, outputs: number) => number,
): Metric {
  return {
    name,
    mode: "max",
    start() {
      const rows = createEpochRows();
      let columns = 1;
      return {
        update(targets, outputs) {
          columns = countClasses(outputs);
          rows.add(toClassLabels(name, targets, outputs), toPredictions(outputs));
        },
        result: () => compute(rows.labels, rows.values.data, columns),
        state: () => ({ ...rows.state(), columns }),
        restore(state) {
          const saved = state as EpochRowsState & { readonly columns: number }; // as state returned it
          rows.restore(saved);
          columns = saved.columns;
        },
      };
    },
  };
}

/** Creates a metric that is a mean over rows. It keeps two numbers. */
export function createMeanMetric(
  name: string,
  compute: (labels: Int32Array, scores: NDArray) => number,
  mode: "max" | "min",
): Metric {
  return {
    name,
    mode,
    start() {
      let [sum, rows] = [0, 0];
      return {
        update(targets, outputs) {
          const labels = toClassLabels(name, targets, outputs);
          sum += labels.length * compute(labels, outputs);
          rows += labels.length;
        },
        result: () => sum / rows,
        state: () => ({ sum, rows }),
        restore(state) {
          ({ sum, rows } = state as { sum: number; rows: number }); // as state returned it
        },
      };
    },
  };
}
