import { type backend_util, engine, type Tensor, type Tensor4D } from "@tensorflow/tfjs-core";
import { differentiate } from "./differentiable.ts";

/** How to convolve. */
export interface ConvolveOptions {
  /** One filter [height, width, channels, multiplier] a channel, in the place of [height, width, channels, outChannels]. */
  readonly depthwise: boolean;
  readonly strides: [number, number];
  /** Zeros around the input. */
  readonly pad: "same" | "valid" | backend_util.ExplicitPadding;
}

/** tfjs's names of a convolution and its two gradients. */
const KERNELS = {
  dense: ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
  depthwise: [
    "DepthwiseConv2dNative",
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  ],
} as const;

/** A convolution without bias that lets go of its input as soon as the way back has passed it. */
export function convolve(
  x: Tensor4D,
  filter: Tensor4D,
  { depthwise, strides, pad }: ConvolveOptions,
): Tensor {
  const [forward, toInput, toFilter] = KERNELS[depthwise ? "depthwise" : "dense"];
  const attributes = { strides, pad, dataFormat: "NHWC", dilations: [1, 1] };
  const [inputShape, filterShape] = [x.shape, filter.shape];
  const run = (name: string, inputs: Record<string, Tensor>, more: object): Tensor =>
    engine().runKernel(name, inputs, { ...attributes, ...more }); // its values are of tfjs's kinds
  const [y] = differentiate({
    inputs: { x, filter },
    forward(save) {
      save([x, filter]);
      return [run(forward, { x, filter }, {})];
    },
    backward: (dy, [input, taps]) => ({
      x: () => run(toInput, { dy, filter: taps }, { inputShape }),
      filter: () => run(toFilter, { x: input, dy }, { filterShape }),
    }),
  });
  return y;
}
