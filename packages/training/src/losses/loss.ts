import { shapeText, sizeOf } from "@tensorloom/core/internal";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";

/**
 * A loss of this package as plain data, so that another engine can compute it.
 *
 * @inline
 * @see Keras, `Loss.get_config`
 */
export interface LossConfig {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * A loss function: one number per row, to be minimised.
 *
 * @see Keras, `keras.losses.Loss`
 * @example
 * ```ts
 * import { abs, mean, sub } from "@tensorflow/tfjs-core";
 * import type { Loss } from "@tensorloom/training";
 *
 * const meanAbsoluteError: Loss = {
 *   name: "meanAbsoluteError",
 *   task: "regression",
 *   compute: (targets, predictions) => mean(abs(sub(targets, predictions)), -1),
 * };
 * meanAbsoluteError.task; // => "regression"
 * ```
 */
export interface Loss {
  /** The name in messages. */
  readonly name: string;
  /** The kind of task, which decides the default metrics. */
  readonly task: "binary" | "multiclass" | "regression";
  /** The activation that turns the model's outputs into probabilities for the metrics. Default: none. */
  readonly outputActivation?: "sigmoid" | "softmax" | undefined;
  /** What `compute` computes, so that ONNX Runtime can. Without it the model trains with tfjs. */
  readonly config?: LossConfig | undefined;
  /**
   * Computes one number per row, `[batch]`, differentiable with respect to `predictions`: the model's outputs.
   *
   * A cross-entropy of this package that is called with the predictions uses their logits.
   */
  compute(targets: Tensor, predictions: Tensor): Tensor;
  /** The shape that targets must have for a model's output shape. Default: the same shape. */
  targetShape?(output: readonly number[]): readonly number[];
  /** Throws for invalid targets, such as labels outside 0..1 or class indices that do not exist. */
  checkTargets?(targets: NDArray["data"], output: readonly number[]): void;
}

const configs = new WeakMap<Loss["compute"], LossConfig>();

/** Creates a loss that its config describes. */
export function createLoss(config: LossConfig, parts: Omit<Loss, "name" | "config">): Loss {
  configs.set(parts.compute, config);
  return { name: config.name, config, ...parts };
}

/** The config of a loss, unless its `compute` is another function than the config describes. */
export function lossConfigOf({ compute }: Pick<Loss, "compute">): LossConfig | undefined {
  return configs.get(compute);
}

/**
 * Returns the shape of targets for a model's output: `[n]` becomes `[n, 1]` if the output has that shape.
 *
 * @throws RangeError if targets and output do not fit.
 */
export function matchTargetShape(loss: Loss, targets: NDArray, output: readonly number[]): readonly number[] {
  const expected = loss.targetShape?.(output) ?? output;
  if (targets.shape.at(0) !== expected.at(0) || sizeOf(targets.shape) !== sizeOf(expected)) {
    const areNumbers =
      /^(?:binary|categorical)CrossEntropy$/.test(loss.name) && sizeOf(targets.shape) === output[0];
    const hint = areNumbers ? "; for class numbers, write loss: sparseCategoricalCrossEntropy()" : "";
    throw new RangeError(
      `${loss.name}: for outputs of shape ${shapeText(output)} targets must have shape ${shapeText(expected)}, got ${shapeText(targets.shape)}${hint}`,
    );
  }
  loss.checkTargets?.(targets.data, output);
  return expected;
}

/** Keras's epsilon: probabilities are clipped to `1e-7 .. 1 - 1e-7` before their logarithm is taken. */
export const PROBABILITY_FLOOR = 1e-7;

/** @throws RangeError if a target is outside 0..1. */
export function assertProbabilities(name: string, targets: NDArray["data"]): void {
  const at = targets.findIndex((value: number) => !(value >= 0 && value <= 1));
  if (at >= 0) {
    throw new RangeError(
      `${name}: targets must be numbers from 0 to 1, got ${String(targets[at])} at position ${String(at)}`,
    );
  }
}
