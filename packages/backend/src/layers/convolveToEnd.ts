import {
  add,
  conv2d,
  depthwiseConv2d,
  engine,
  getBackend,
  getKernel,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Activation } from "../kernels/activation.ts";
import { activate } from "./activate.ts";
import { convolve, type ConvolveOptions } from "./convolve.ts";

/** How to convolve, and what to do to the products. */
export interface ConvolveToEndOptions extends ConvolveOptions {
  /** By output channel; default none. */
  readonly bias?: Tensor | undefined;
  readonly activation: Activation;
  /** Whether a gradient will be asked for, now or when this is run again. */
  readonly recorded: boolean;
}

const KERNEL = "TensorloomConvolution";

/**
 * activation(x * filter + bias). Where no gradient is recorded and the backend has the kernel (wasm), it is one
 * kernel that writes nothing in between, as in a folded network that predicts.
 */
export function convolveToEnd(x: Tensor4D, filter: Tensor4D, options: ConvolveToEndOptions): Tensor {
  const { bias, activation, depthwise, strides, pad } = options;
  const ended = (y: Tensor): Tensor => activate(bias === undefined ? y : add(y, bias), activation);
  if (options.recorded) return tidy(() => ended(convolve(x, filter, options)));
  // tfjs's type does not say that a kernel may be missing.
  const known = getKernel(KERNEL, getBackend()) as ReturnType<typeof getKernel> | undefined;
  if (known === undefined)
    return tidy(() =>
      ended(depthwise ? depthwiseConv2d(x, filter, strides, pad) : conv2d(x, filter, strides, pad)),
    );
  const inputs: NamedTensorMap = bias === undefined ? { x, filter } : { x, filter, bias };
  const attributes = { strides, pad, dataFormat: "NHWC", dilations: [1, 1], depthwise, activation };
  return engine().runKernel(KERNEL, inputs, attributes); // one output
}
