import {
  Conv2D,
  type Conv2DAttrs,
  DepthwiseConv2dNative,
  type DepthwiseConv2dNativeAttrs,
  type KernelFunc,
} from "@tensorflow/tfjs-core";
import { convolution } from "./convolution.ts";
import { depthwise } from "./depthwise.ts";
import { kernelFunc } from "./gradientKernels.ts";

/** The kernels that tfjs's wasm backend has and ours are faster than, by tfjs's name. */
export const FORWARD_KERNELS: Readonly<Record<string, KernelFunc>> = {
  [Conv2D]: kernelFunc<"x" | "filter", Conv2DAttrs>((engine, { x, filter }, attributes) =>
    convolution(engine, x, filter, attributes),
  ),
  [DepthwiseConv2dNative]: kernelFunc<"x" | "filter", DepthwiseConv2dNativeAttrs>(
    (engine, { x, filter }, attributes) => depthwise(engine, x, filter, attributes),
  ),
};
