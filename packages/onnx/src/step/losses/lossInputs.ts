import type { GraphBuilder } from "../../format/graphBuilder.ts";
import { ACTIVATIONS } from "../activations/activations.ts";

/** What a loss reads. All tensors lie as the layers model has them. */
export interface LossInputs {
  readonly builder: GraphBuilder;
  /** The network's output before its final activation, `[batch, ..., classes]`. */
  readonly logits: string;
  readonly shape: readonly number[];
  /** What turns the logits into the network's output. */
  readonly activation: "sigmoid" | "softmax" | undefined;
  readonly targets: string;
}

/** The loss of each row, and its slope at each number of the row's logits. */
export interface LossNodes {
  readonly rows: string;
  readonly slope: string;
}

/** A number that a loss makes of each output, and its slope. */
export interface Term {
  readonly value: string;
  readonly slope: string;
}

/** Keras's epsilon: probabilities are clipped to `1e-7 .. 1 - 1e-7` before their logarithm is taken. */
export const PROBABILITY_FLOOR = 1e-7;

/** The network's output, and what turns a slope at it into one at the logits. */
export function predictionsOf({ builder, logits, shape, activation }: LossInputs): {
  readonly predictions: string;
  readonly toLogits: (slope: string) => string;
} {
  if (activation === undefined) return { predictions: logits, toLogits: (slope) => slope };
  const options = { alpha: undefined, axis: shape.length - 1 };
  const { y, gradient } = ACTIVATIONS[activation](builder, logits, options);
  return { predictions: y, toLogits: gradient };
}

/** Labels with label smoothing: `y (1 - s) + s / classes`. */
export function smoothLabels(
  builder: GraphBuilder,
  targets: string,
  smoothing: number,
  classes: number,
): string {
  if (smoothing === 0) return targets;
  const scaled = builder.node("Mul", [targets, builder.float(1 - smoothing)]);
  return builder.node("Add", [scaled, builder.float(smoothing / classes)]);
}

/** A number clipped to `low .. high`, and whether it was inside. */
export function clip(
  builder: GraphBuilder,
  x: string,
  low: number,
  high: number,
): { readonly clipped: string; readonly isInside: string } {
  const [least, most] = [builder.float(low), builder.float(high)];
  const isAbove = builder.node("GreaterOrEqual", [x, least]);
  const isInside = builder.node("And", [isAbove, builder.node("LessOrEqual", [x, most])]);
  return { clipped: builder.node("Clip", [x, least, most]), isInside };
}

/** The mean of what each row's outputs add, `[batch]`, and its slope. */
export function meanPerRow({ builder, shape }: LossInputs, { value, slope }: Term): LossNodes {
  const axes = shape.map((_, axis) => axis).slice(1);
  const outputs = shape.slice(1).reduce((product, side) => product * side, 1);
  return {
    rows: builder.node("ReduceMean", [value, builder.ints(axes)], { keepdims: 0 }),
    slope: outputs === 1 ? slope : builder.node("Mul", [slope, builder.float(1 / outputs)]),
  };
}
