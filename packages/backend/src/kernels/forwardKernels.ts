import {
  Conv2D,
  type Conv2DAttrs,
  DepthwiseConv2dNative,
  type DepthwiseConv2dNativeAttrs,
  Identity,
  type KernelFunc,
} from "@tensorflow/tfjs-core";
import { convolution } from "./convolution/convolution.ts";
import { depthwise } from "./convolution/depthwise.ts";
import { kernelFunc } from "./wasm/kernelFunc.ts";
import { shareData } from "./wasm/wasmEngine.ts";

/**
 * The kernels of tfjs's wasm backend that ours replace because they are faster, by tfjs's name.
 *
 * tfjs's `Identity` copies. The tape calls it for every tensor that it saves, so a step would hold each activation twice.
 */
export const FORWARD_KERNELS: Readonly<Record<string, KernelFunc>> = {
  [Conv2D]: kernelFunc<"x" | "filter", Conv2DAttrs>((engine, { x, filter }, attributes) =>
    convolution(engine, x, filter, attributes),
  ),
  [DepthwiseConv2dNative]: kernelFunc<"x" | "filter", DepthwiseConv2dNativeAttrs>(
    (engine, { x, filter }, attributes) => depthwise(engine, x, filter, attributes),
  ),
  [Identity]: kernelFunc<"x", undefined>((engine, { x }) => shareData(engine, x)),
};
