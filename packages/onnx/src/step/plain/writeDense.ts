import type { OpWriter } from "../stepPart.ts";
import { isImage, rowsOf } from "../shapes/axes.ts";
import { writePointwise } from "./writePointwise.ts";

/**
 * A product over the last axis: `y = x W + b`.
 *
 * Over all rows of x and of the output's gradient: `dW = xᵀ dy`, `db = sum dy`, `dx = dy Wᵀ`.
 */
export const writeDense: OpWriter<"dense"> = (op, { context }) => {
  const { kernel, bias } = op;
  const [input] = op.inputs;
  if (isImage(input)) return writePointwise(op, context);
  const { builder } = context;
  const [from, to] = kernel.shape;
  const isFlat = input.shape.length === 1;
  const rowsOfWidth = (name: string, width: number): string =>
    isFlat ? name : builder.node("Reshape", [name, builder.ints([rowsOf(context, input), width])]);
  const x = rowsOfWidth(context.get(input), from);
  const weight = context.weight(kernel);
  const y = builder.node("Gemm", [x, weight, bias && context.weight(bias)]);
  context.set(op.output, isFlat ? y : builder.node("Reshape", [y, builder.ints(context.shape(op.output))]));
  return (gradient) => {
    const dy = rowsOfWidth(gradient, to);
    if (kernel.trainable) context.addWeightGradient(kernel, builder.node("Gemm", [x, dy], { transA: 1 }));
    if (bias?.trainable === true)
      context.addWeightGradient(bias, builder.node("ReduceSum", [dy, builder.ints([0])], { keepdims: 0 }));
    if (!context.needsGradient(input)) return;
    const dx = builder.node("Gemm", [dy, weight], { transB: 1 });
    context.addGradient(
      input,
      isFlat ? dx : builder.node("Reshape", [dx, builder.ints(context.shape(input))]),
    );
  };
};
