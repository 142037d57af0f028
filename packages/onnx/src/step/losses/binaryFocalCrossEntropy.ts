import type { LossSpec } from "../lossSpec.ts";
import { type LossInputs, type LossNodes, meanPerRow, predictionsOf, smoothLabels } from "./lossInputs.ts";
import { factorOfLogits, factorOfProbabilities } from "./modulatingFactor.ts";
import { binaryEntropyOfProbabilities, sigmoidCrossEntropy } from "./sigmoidCrossEntropy.ts";

/**
 * The mean binary focal cross-entropy of each row's outputs: `a f e` with the entropy e, the modulating factor `f = (1 - pt)^gamma`
 * and the weight a of the class. Its slope is `a (f e' + e f')`.
 */
export function writeBinaryFocalCrossEntropy(
  spec: Extract<LossSpec, { name: "binaryFocalCrossEntropy" }>,
  inputs: LossInputs,
): LossNodes {
  const { fromLogits, gamma } = spec;
  const { builder, logits, activation } = inputs;
  const targets = smoothLabels(builder, inputs.targets, spec.labelSmoothing, 2);
  const { predictions, toLogits } = predictionsOf(inputs);
  const multiply = (a: string, b: string | undefined): string =>
    b === undefined ? a : builder.node("Mul", [a, b]);

  // With `fromLogits` the predictions are the logits, even if the model ends in an activation.
  const entropyOf =
    fromLogits || activation !== undefined ? sigmoidCrossEntropy : binaryEntropyOfProbabilities;
  const entropy = entropyOf(builder, targets, fromLogits ? predictions : logits);
  const entropyToLogits = fromLogits ? toLogits : (slope: string) => slope;

  const isFactorOfLogits = fromLogits || activation === "sigmoid";
  const factorOf = isFactorOfLogits ? factorOfLogits : factorOfProbabilities;
  const place = isFactorOfLogits && !fromLogits ? logits : predictions;
  const factor = gamma === 0 ? undefined : factorOf(builder, targets, place, gamma);
  const factorToLogits = place === logits ? (slope: string) => slope : toLogits;

  const weight = classWeight(spec.alpha);
  const value = multiply(multiply(entropy.value, factor?.value), weight);
  const entropySlope = entropyToLogits(multiply(multiply(entropy.slope, factor?.value), weight));
  if (factor === undefined) return meanPerRow(inputs, { value, slope: entropySlope });
  const factorSlope = factorToLogits(multiply(multiply(factor.slope, entropy.value), weight));
  return meanPerRow(inputs, { value, slope: builder.node("Add", [entropySlope, factorSlope]) });

  /** `y alpha + (1 - y) (1 - alpha)`. */
  function classWeight(alpha: number | undefined): string | undefined {
    if (alpha === undefined) return undefined;
    const scaled = builder.node("Mul", [targets, builder.float(2 * alpha - 1)]);
    return builder.node("Add", [scaled, builder.float(1 - alpha)]);
  }
}
