import type { NDArray } from "@tensorloom/data";

/**
 * A number per epoch, such as accuracy.
 *
 * @see Keras, `keras.metrics.Metric`
 * @example
 * ```ts
 * import type { Metric } from "@tensorloom/training";
 *
 * const meanOutput: Metric = {
 *   name: "meanOutput",
 *   mode: "max",
 *   start() {
 *     let [sum, count] = [0, 0];
 *     return {
 *       update(_targets, { data }) {
 *         for (const value of data) sum += value;
 *         count += data.length;
 *       },
 *       result: () => sum / count,
 *     };
 *   },
 * };
 * const accumulator = meanOutput.start();
 * accumulator.update({ data: Float32Array.of(0), shape: [1] }, { data: Float32Array.of(3), shape: [1] });
 * accumulator.result(); // => 3
 * ```
 */
export interface Metric {
  /** The metric's name in the logs. For the validation it gets the prefix `val_`. */
  readonly name: string;
  /** Whether a higher (`"max"`) or a lower (`"min"`) value is better. */
  readonly mode: "max" | "min";
  /** Starts an epoch. */
  start(): MetricAccumulator;
}

/**
 * Accumulates one epoch of a metric.
 *
 * @example
 * ```ts
 * import type { Metric, MetricAccumulator } from "@tensorloom/training";
 *
 * function largestError(): MetricAccumulator {
 *   let largest = 0;
 *   return {
 *     update(targets, outputs) {
 *       for (const [row, output] of outputs.data.entries())
 *         largest = Math.max(largest, Math.abs(Number(targets.data[row]) - Number(output)));
 *     },
 *     result: () => largest,
 *   };
 * }
 *
 * const metric: Metric = { name: "largestError", mode: "min", start: largestError };
 * const accumulator = metric.start(); // fit does this for each epoch, then calls update for each batch
 * accumulator.update({ data: Float32Array.of(1, 0), shape: [2] }, { data: Float32Array.of(0.5, 0.25), shape: [2, 1] });
 * accumulator.result(); // => 0.5
 * ```
 */
export interface MetricAccumulator {
  /** Adds a batch: the targets of the dataset and the outputs of the model. */
  update(targets: NDArray, outputs: NDArray): void;
  /** Returns the metric over all batches so far. */
  result(): number;
}

/**
 * Creates a metric from a function of an epoch's labels and scores.
 *
 * For models with one output per row. Labels are passed as 0 or 1: 1 if the target is above 0.5. The metric is exact, not
 * a mean over batches.
 *
 * @param name - The metric's name in the logs.
 * @param compute - Computes the metric from the labels and scores of all rows.
 * @param mode - Whether a higher (`"max"`) or a lower (`"min"`) value is better. Default `"max"`.
 * @see scikit-learn, `make_scorer`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryCrossEntropy, createMetric, fit } from "@tensorloom/training";
 *
 * // The gap between the lowest score of a positive row and the highest one of a negative row.
 * const margin = createMetric("margin", (labels, scores) => {
 *   const of = (label: number): readonly number[] => [...scores].filter((_, row) => labels[row] === label);
 *   return Math.min(...of(1)) - Math.max(...of(0));
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
 *   metrics: ["auc", margin],
 * });
 * epochs[29].logs["margin"] > 0.5; // => true
 * ```
 */
export function createMetric(
  name: string,
  compute: (labels: readonly number[], scores: readonly number[]) => number,
  mode: "max" | "min" = "max",
): Metric {
  return {
    name,
    mode,
    start() {
      const labels: number[] = [];
      const scores: number[] = [];
      return {
        update(targets, outputs) {
          if (outputs.data.length !== outputs.shape[0]) {
            const columns = outputs.data.length / outputs.shape[0];
            throw new RangeError(`${name}: the model must have one output per row, got ${String(columns)}`);
          }
          for (const target of targets.data) labels.push(target > 0.5 ? 1 : 0);
          for (const score of outputs.data) scores.push(score);
        },
        result: () => compute(labels, scores),
      };
    },
  };
}
