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
import type { Activation } from "../../kernels/wasm/activation.ts";
import { activate } from "../activate.ts";
import { convolve, type ConvolveOptions } from "./convolve.ts";

/** Options of {@link fusedConv2d}. */
export interface FusedConv2dOptions extends ConvolveOptions {
  /** One number per output channel; default none. */
  readonly bias?: Tensor | undefined;
  readonly activation: Activation;
  /** Whether a gradient will be needed, of this run or of a recomputation. */
  readonly recorded: boolean;
}

const KERNEL = "TensorloomConvolution";

/**
 * Computes activation(x * filter + bias).
 *
 * Runs as one kernel without intermediate results if no gradient is recorded and the backend is wasm, as in a folded
 * network that predicts.
 *
 * @example
 * ```ts
 * import { ones, tensor1d } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { fusedConv2d } from "@tensorloom/backend/internal";
 *
 * await useBackend("wasm");
 * const y = fusedConv2d(ones([1, 1, 1, 2]), ones([1, 1, 2, 1]), {
 *   bias: tensor1d([-3]),
 *   activation: "relu",
 *   depthwise: false,
 *   strides: [1, 1],
 *   pad: "valid",
 *   recorded: false,
 * });
 * y.dataSync(); // => Float32Array.of(0)
 * ```
 */
export function fusedConv2d(x: Tensor4D, filter: Tensor4D, options: FusedConv2dOptions): Tensor {
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
