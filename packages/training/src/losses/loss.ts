import { shapeText, sizeOf } from "@tensorloom/core/internal";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";

/** What a model is punished for. */
export interface Loss {
  /** For messages. */
  readonly name: string;
  /** Which metrics fit by default: of yes and no, of one class among several, or of plain numbers. */
  readonly task: "binary" | "multiclass" | "regression";
  /** What turns the model's outputs into probabilities for the metrics; default: they are that, or plain numbers. */
  readonly outputActivation?: "sigmoid" | "softmax" | undefined;
  /**
   * One number a row, `[batch]`, differentiable in `predictions`: the model's outputs. A cross-entropy of this package
   * that is called with them finds the logits behind them.
   */
  compute(targets: Tensor, predictions: Tensor): Tensor;
  /** The shape of targets that fits a model's output; default: the output's own. */
  targetShape?(output: readonly number[]): readonly number[];
  /** Refuses targets that the loss cannot mean: labels outside 0..1, classes that are not there. */
  checkTargets?(targets: NDArray["data"], output: readonly number[]): void;
}

/**
 * The shape that targets take for a model's output: `[n]` becomes `[n, 1]` where the output is that.
 *
 * @throws RangeError where the two do not fit.
 */
export function matchTargetShape(loss: Loss, targets: NDArray, output: readonly number[]): readonly number[] {
  const wanted = loss.targetShape?.(output) ?? output;
  if (targets.shape.at(0) !== wanted.at(0) || sizeOf(targets.shape) !== sizeOf(wanted)) {
    throw new RangeError(
      `${loss.name}: for outputs of shape ${shapeText(output)} targets must have shape ${shapeText(wanted)}, got ${shapeText(targets.shape)}`,
    );
  }
  loss.checkTargets?.(targets.data, output);
  return wanted;
}

/** Keras's epsilon: probabilities are clipped to `1e-7 .. 1 - 1e-7` before their logarithm is taken. */
export const PROBABILITY_FLOOR = 1e-7;

/** Refuses targets outside 0..1. */
export function assertProbabilities(name: string, targets: NDArray["data"]): void {
  const at = targets.findIndex((value: number) => !(value >= 0 && value <= 1));
  if (at >= 0) {
    throw new RangeError(
      `${name}: targets must be numbers from 0 to 1, got ${String(targets[at])} at position ${String(at)}`,
    );
  }
}
