import { passWhere } from "../activations/activated.ts";
import { clip, type LossInputs, type LossNodes, PROBABILITY_FLOOR } from "./lossInputs.ts";

/** `-sum(y ln p)` over the last axis, of outputs that are divided by their sum and then clipped. */
export function entropyOfClippedShares(inputs: LossInputs, targets: string): LossNodes {
  const { builder, logits: outputs } = inputs;
  const { shares, toOutputs } = sharesOf(inputs, outputs);
  const { clipped, isInside } = clip(builder, shares, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
  const { rows, slope } = entropyOf(inputs, targets, clipped);
  return { rows, slope: toOutputs(passWhere(builder, isInside, slope)) };
}

/** `-sum(y ln p)` over the last axis, of outputs that are clipped and then divided by their sum. */
export function entropyOfSharesOfClipped(inputs: LossInputs, targets: string): LossNodes {
  const { builder, logits: outputs } = inputs;
  const { clipped, isInside } = clip(builder, outputs, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
  const { shares, toOutputs } = sharesOf(inputs, clipped);
  const { rows, slope } = entropyOf(inputs, targets, shares);
  return { rows, slope: passWhere(builder, isInside, toOutputs(slope)) };
}

/** `p / sum p`; a slope at that becomes `(slope - sum(slope share)) / sum p` at p. */
function sharesOf(
  { builder, shape }: LossInputs,
  outputs: string,
): { readonly shares: string; readonly toOutputs: (slope: string) => string } {
  const axes = builder.ints([shape.length - 1]);
  const total = builder.node("ReduceSum", [outputs, axes], { keepdims: 1 });
  const shares = builder.node("Div", [outputs, total]);
  return {
    shares,
    toOutputs(slope) {
      const mean = builder.node("ReduceSum", [builder.node("Mul", [slope, shares]), axes], { keepdims: 1 });
      return builder.node("Div", [builder.node("Sub", [slope, mean]), total]);
    },
  };
}

function entropyOf({ builder, shape }: LossInputs, targets: string, shares: string): LossNodes {
  const axes = builder.ints([shape.length - 1]);
  const likelihood = builder.node("Mul", [targets, builder.node("Log", [shares])]);
  const sum = builder.node("ReduceSum", [likelihood, axes], { keepdims: 0 });
  return {
    rows: builder.node("Neg", [sum]),
    slope: builder.node("Neg", [builder.node("Div", [targets, shares])]),
  };
}
