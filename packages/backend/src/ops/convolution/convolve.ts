import { type backend_util, engine, type Tensor, type Tensor4D } from "@tensorflow/tfjs-core";
import { differentiate } from "../gradients/differentiate.ts";

/** Options of {@link convolve}. */
export interface ConvolveOptions {
  /** Whether the filter is [height, width, channels, multiplier] rather than [height, width, channels, outChannels]. */
  readonly depthwise: boolean;
  readonly strides: [number, number];
  /** Zero padding of the input. */
  readonly pad: "same" | "valid" | backend_util.ExplicitPadding;
}

/** tfjs's names of the kernels of a convolution and its two gradients. */
const KERNELS = {
  dense: ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
  depthwise: [
    "DepthwiseConv2dNative",
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
  ],
} as const;

/**
 * Convolves without a bias, and releases the saved input as soon as the backward pass has used it.
 *
 * @param x - [batch, height, width, channels].
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { convolve } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const y = convolve(ones([1, 3, 3, 1]), ones([3, 3, 1, 1]), { depthwise: false, strides: [1, 1], pad: "same" });
 * y.dataSync(); // => Float32Array.of(4, 6, 4, 6, 9, 6, 4, 6, 4)
 * ```
 */
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
