import type { LossSpec } from "../lossSpec.ts";
import { type LossInputs, type LossNodes, smoothLabels } from "./lossInputs.ts";
import { entropyOfClippedShares, entropyOfSharesOfClipped } from "./entropyOfShares.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";

/** The cross-entropy of each row's probabilities. */
export function writeCategoricalCrossEntropy(
  { labelSmoothing, fromLogits }: Extract<LossSpec, { name: "categoricalCrossEntropy" }>,
  inputs: LossInputs,
): LossNodes {
  const { builder, activation, shape } = inputs;
  const targets = smoothLabels(builder, inputs.targets, labelSmoothing, shape[shape.length - 1]);
  const isOfLogits = fromLogits || activation !== undefined;
  return (isOfLogits ? softmaxCrossEntropy : entropyOfClippedShares)(inputs, targets);
}

/** The cross-entropy of each row's probabilities, with class indices as targets. */
export function writeSparseCategoricalCrossEntropy(
  { fromLogits }: Extract<LossSpec, { name: "sparseCategoricalCrossEntropy" }>,
  inputs: LossInputs,
): LossNodes {
  const { builder, activation, shape } = inputs;
  const classes = Array.from({ length: shape[shape.length - 1] }, (_, index) => index);
  const column = builder.node("Unsqueeze", [inputs.targets, builder.ints([-1])]);
  const isChosen = builder.node("Equal", [column, builder.floats(classes)]);
  const targets = builder.node("Where", [isChosen, builder.float(1), builder.float(0)]);
  const isOfLogits = fromLogits || activation !== undefined;
  return (isOfLogits ? softmaxCrossEntropy : entropyOfSharesOfClipped)(inputs, targets);
}
