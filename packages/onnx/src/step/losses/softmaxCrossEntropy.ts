import type { LossInputs, LossNodes } from "./lossInputs.ts";

/**
 * Cross-entropy over the last axis: `sum(y (ln sum e^z - z))`, with the slope `softmax(z) - y`.
 *
 * The slope assumes targets that sum to 1, as in TensorFlow.
 */
export function softmaxCrossEntropy({ builder, logits, shape }: LossInputs, targets: string): LossNodes {
  const axis = shape.length - 1;
  const largest = builder.node("ReduceMax", [logits, builder.ints([axis])], { keepdims: 1 });
  const below = builder.node("Sub", [logits, largest]);
  const total = builder.node("ReduceSum", [builder.node("Exp", [below]), builder.ints([axis])], {
    keepdims: 1,
  });
  const surprise = builder.node("Sub", [builder.node("Log", [total]), below]);
  const expected = builder.node("Mul", [targets, surprise]);
  return {
    rows: builder.node("ReduceSum", [expected, builder.ints([axis])], { keepdims: 0 }),
    slope: builder.node("Sub", [builder.node("Softmax", [logits], { axis }), targets]),
  };
}
