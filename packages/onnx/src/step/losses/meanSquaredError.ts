import { type LossInputs, type LossNodes, meanPerRow, predictionsOf } from "./lossInputs.ts";

/** The mean squared error of each row's outputs. */
export function writeMeanSquaredError(inputs: LossInputs): LossNodes {
  const { builder, targets } = inputs;
  const { predictions, toLogits } = predictionsOf(inputs);
  const error = builder.node("Sub", [predictions, targets]);
  return meanPerRow(inputs, {
    value: builder.node("Mul", [error, error]),
    slope: toLogits(builder.node("Mul", [error, builder.float(2)])),
  });
}
