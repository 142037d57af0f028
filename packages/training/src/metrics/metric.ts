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
  /**
   * Returns what it has accumulated, as plain data and typed arrays that later updates do not change. Checkpoints within
   * an epoch need it.
   */
  state?(): object;
  /** Continues from such a state. */
  restore?(state: object): void;
}
