import { windowOf, windowPadding } from "../../net/windowPadding.ts";
import type { NetOpOf, Pair } from "../../net/net.ts";
import type { StepContext } from "../stepContext.ts";
import type { OpWriter } from "../stepPart.ts";
import { channelSums } from "../shapes/channelSums.ts";
import { padsOf, unreadSides } from "../shapes/windows.ts";
import { writePointwise } from "./writePointwise.ts";

/**
 * A convolution, plain or depthwise, with any kernel, stride, dilation and padding.
 *
 * The gradient of the input is a transposed convolution with the same kernel. The gradient of the kernel is a convolution of the
 * input with the output's gradient as its kernel: strides become dilations, and dilations strides.
 */
export const writeConvolution: OpWriter<"convolution"> = (op, { context }) => {
  if (isPointwise(op)) return writePointwise(op, context);
  const { builder } = context;
  const { kernel, bias, output } = op;
  const [input] = op.inputs;
  const window = windowAttributes(op);
  const x = context.get(input);
  const weight = kernelOf(op, context);
  context.set(output, builder.node("Conv", [x, weight, bias && context.weight(bias)], window));
  return (dy) => {
    if (kernel.trainable) {
      const gradient = op.depthwise
        ? depthwiseGradient(op, context, x, dy)
        : kernelGradient(op, context, x, dy);
      context.addWeightGradient(kernel, gradient);
    }
    if (bias?.trainable === true) context.addWeightGradient(bias, channelSums(context, dy, output));
    if (!context.needsGradient(input)) return;
    const attributes = { ...window, output_padding: unreadSides(op, context) };
    context.addGradient(input, builder.node("ConvTranspose", [dy, weight], attributes));
  };
};

type Convolution = NetOpOf<"convolution">;

function isPointwise(op: Convolution): boolean {
  const isOne = (pair: Pair): boolean => pair[0] === 1 && pair[1] === 1;
  const sides = windowPadding(op)?.flat() ?? [1];
  return !op.depthwise && isOne(windowOf(op)) && isOne(op.strides) && sides.every((side) => side === 0);
}

/** The attributes of a convolution and of its transpose. */
function windowAttributes(op: Convolution): Readonly<Record<string, number | readonly number[]>> {
  return {
    kernel_shape: op.kernel.shape.slice(0, 2),
    strides: op.strides,
    dilations: op.dilations,
    pads: padsOf(op),
    group: op.depthwise ? op.kernel.shape[2] : 1,
  };
}

/** The kernel as ONNX has it: `[out, in, height, width]`, with one `in` for each group. */
function kernelOf({ kernel, depthwise }: Convolution, context: StepContext): string {
  const { builder } = context;
  const weight = context.weight(kernel);
  if (!depthwise) return builder.node("Transpose", [weight], { perm: [3, 2, 0, 1] });
  const [height, width, channels, multiplier] = kernel.shape;
  // Channel c makes the outputs c * multiplier and following.
  const sides = builder.ints([channels * multiplier, 1, height, width]);
  return builder.node("Reshape", [builder.node("Transpose", [weight], { perm: [2, 3, 0, 1] }), sides]);
}

/** With images and channels exchanged: each channel of the input is an image, each of the output a kernel. */
function kernelGradient(op: Convolution, context: StepContext, x: string, dy: string): string {
  const { builder } = context;
  const exchanged = (name: string): string => builder.node("Transpose", [name], { perm: [1, 0, 2, 3] });
  const product = builder.node("Conv", [exchanged(x), exchanged(dy)], {
    strides: op.dilations,
    dilations: op.strides,
    pads: padsOf(op),
  });
  return builder.node("Transpose", [cutToKernel(op, context, product)], { perm: [2, 3, 0, 1] });
}

/** Each channel of each image is a group of its own. */
function depthwiseGradient(op: Convolution, context: StepContext, x: string, dy: string): string {
  const { builder } = context;
  const [kernelHeight, kernelWidth, channels, multiplier] = op.kernel.shape;
  const [batch, , height, width] = context.shape(op.inputs[0]);
  const [, , outHeight, outWidth] = context.shape(op.output);
  const images = builder.node("Reshape", [x, builder.ints([1, batch * channels, height, width])]);
  const kernels = builder.node("Reshape", [
    dy,
    builder.ints([batch * channels * multiplier, 1, outHeight, outWidth]),
  ]);
  const product = builder.node("Conv", [images, kernels], {
    strides: op.dilations,
    dilations: op.strides,
    pads: padsOf(op),
    group: batch * channels,
  });
  const sides = builder.ints([batch, channels, multiplier, kernelHeight, kernelWidth]);
  const each = builder.node("Reshape", [cutToKernel(op, context, product), sides]);
  const sum = builder.node("ReduceSum", [each, builder.ints([0])], { keepdims: 0 });
  return builder.node("Transpose", [sum], { perm: [2, 3, 0, 1] });
}

/** Cuts the results of rows and columns that the convolution does not read. */
function cutToKernel(op: Convolution, context: StepContext, product: string): string {
  const { builder } = context;
  if (unreadSides(op, context).every((side, at) => side < op.dilations[at])) return product;
  const ends = builder.ints(op.kernel.shape.slice(0, 2));
  return builder.node("Slice", [product, builder.ints([0, 0]), ends, builder.ints([2, 3])]);
}
