import type { NetTensor, NetWeight } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";
import { channelSums } from "../shapes/channelSums.ts";

/** A product over the channels of an image: a 1x1 convolution. */
export interface Pointwise {
  /** `[.., in, out]`; the sides before them are 1. */
  readonly kernel: NetWeight;
  readonly bias: NetWeight | undefined;
  readonly inputs: readonly NetTensor[];
  readonly output: NetTensor;
}

/**
 * Writes a product over the channels of an image.
 *
 * With an image as a matrix `[channels, pixels]`: `y = Wᵀ x + b`, `dW = sum over images of x dyᵀ`, `dx = W dy`.
 */
export function writePointwise(op: Pointwise, context: StepContext): (dy: string) => void {
  const { kernel, bias, output } = op;
  const [input] = op.inputs;
  const { builder } = context;
  const [from, to] = kernel.shape.slice(-2);
  const [batch, , height, width] = context.shape(input);
  const pixels = height * width;
  const matrix = (name: string, channels: number): string =>
    builder.node("Reshape", [name, builder.ints([batch, channels, pixels])]);
  const x = context.get(input);
  const weight = builder.node("Reshape", [context.weight(kernel), builder.ints([from, to, 1, 1])]);
  const turned = builder.node("Transpose", [weight], { perm: [1, 0, 2, 3] });
  context.set(output, builder.node("Conv", [x, turned, bias && context.weight(bias)]));
  return (dy) => {
    if (kernel.trainable) {
      const columns = builder.node("Transpose", [matrix(dy, to)], { perm: [0, 2, 1] });
      const products = builder.node("MatMul", [matrix(x, from), columns]);
      const sum = builder.node("ReduceSum", [products, builder.ints([0])], { keepdims: 0 });
      context.addWeightGradient(kernel, builder.node("Reshape", [sum, builder.ints(kernel.shape)]));
    }
    if (bias?.trainable === true) context.addWeightGradient(bias, channelSums(context, dy, output));
    if (context.needsGradient(input)) context.addGradient(input, builder.node("Conv", [dy, weight]));
  };
}
