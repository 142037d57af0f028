import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Metric } from "./metric.ts";
import { type Average, averageScore, classScores } from "./classScores.ts";
import { countClasses, argMax, confusionMatrix, toClassIndices } from "./confusionMatrix.ts";

/**
 * Options of {@link f1}, {@link precision} and {@link recall}.
 *
 * @inline
 */
export interface ClassMetricOptions {
  /** How to average over the classes of a model with several outputs. Default `"macro"`. */
  readonly average?: Average | undefined;
  /** Measure only this class, from 0, instead of an average. */
  readonly classId?: number | undefined;
  /** The metric's name in the logs. Default `f1`, `f1Micro`, `f1Weighted` or `f1Class2`. */
  readonly name?: string | undefined;
}

const OPTIONS: OptionKinds<ClassMetricOptions> = { average: "string", classId: "number", name: "string" };

/**
 * The F1 score of an epoch: binary, with threshold 0.5, for one output; over the classes for several.
 *
 * @see scikit-learn, `f1_score`; Keras, `keras.metrics.F1Score`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryCrossEntropy, f1, fit } from "@tensorloom/training";
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
 *   metrics: [f1(), f1({ average: "micro" })],
 * });
 * const { f1: all, f1Micro: other } = epochs[29].logs;
 * [all, other]; // => [1, 1]
 * ```
 */
export function f1(options: ClassMetricOptions = {}): Metric {
  return classMetric("f1", options);
}

/**
 * The precision of an epoch: binary, with threshold 0.5, for one output; over the classes for several.
 *
 * @see scikit-learn, `precision_score`; Keras, `keras.metrics.Precision(class_id)`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryCrossEntropy, fit, precision } from "@tensorloom/training";
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
 *   metrics: [precision(), precision({ classId: 0 })],
 * });
 * const { precision: all, precisionClass0: other } = epochs[29].logs;
 * [all, other]; // => [1, 1]
 * ```
 */
export function precision(options: ClassMetricOptions = {}): Metric {
  return classMetric("precision", options);
}

/**
 * The recall of an epoch: binary, with threshold 0.5, for one output; over the classes for several.
 *
 * @see scikit-learn, `recall_score`; Keras, `keras.metrics.Recall(class_id)`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryCrossEntropy, fit, recall } from "@tensorloom/training";
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
 *   metrics: [recall(), recall({ average: "weighted" })],
 * });
 * const { recall: all, recallWeighted: other } = epochs[29].logs;
 * [all, other]; // => [1, 1]
 * ```
 */
export function recall(options: ClassMetricOptions = {}): Metric {
  return classMetric("recall", options);
}

function classMetric(score: "precision" | "recall" | "f1", options: ClassMetricOptions): Metric {
  const { average = "macro", classId } = checkOptions(score, options, OPTIONS);
  oneOf(`${score}: average`, average, ["macro", "micro", "weighted"]);
  if (classId !== undefined) integer(`${score}: classId`, classId, 0);
  const suffix = average === "macro" ? "" : average === "micro" ? "Micro" : "Weighted";
  const name =
    options.name ?? (classId === undefined ? `${score}${suffix}` : `${score}Class${String(classId)}`);
  return {
    name,
    mode: "max",
    start() {
      const labels: number[] = [];
      const predictions: number[] = [];
      let classes = 2;
      let isBinary = true;
      return {
        update(targets, outputs) {
          const count = countClasses(outputs);
          classes = Math.max(2, count);
          if (classId !== undefined && classId >= classes)
            throw new RangeError(
              `${name}: classId must be below the model's ${String(classes)} classes, got ${String(classId)}`,
            );
          if (count === 1) {
            for (const target of targets.data) labels.push(Number(target > 0.5));
            for (const output of outputs.data) predictions.push(Number(output > 0.5));
            return;
          }
          labels.push(...toClassIndices(targets, outputs));
          predictions.push(...argMax(outputs));
          isBinary = false;
        },
        result() {
          const matrix = confusionMatrix(labels, predictions, classes);
          if (classId !== undefined) return classScores(matrix)[classId][score];
          return isBinary ? classScores(matrix)[1][score] : averageScore(matrix, score, average);
        },
      };
    },
  };
}
