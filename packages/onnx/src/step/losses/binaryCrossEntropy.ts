import type { LossSpec } from "../lossSpec.ts";
import { type LossInputs, type LossNodes, meanPerRow, smoothLabels } from "./lossInputs.ts";
import { binaryEntropyOfProbabilities, sigmoidCrossEntropy } from "./sigmoidCrossEntropy.ts";

/** The mean binary cross-entropy of each row's outputs. */
export function writeBinaryCrossEntropy(
  { labelSmoothing, fromLogits }: Extract<LossSpec, { name: "binaryCrossEntropy" }>,
  inputs: LossInputs,
): LossNodes {
  const { builder, logits, activation } = inputs;
  const targets = smoothLabels(builder, inputs.targets, labelSmoothing, 2);
  const entropy = activation !== undefined || fromLogits ? sigmoidCrossEntropy : binaryEntropyOfProbabilities;
  return meanPerRow(inputs, entropy(builder, targets, logits));
}
