import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  Einsum,
  type EinsumAttrs,
  type KernelFunc,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type Tensor,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
} from "@tensorflow/tfjs-core";
import { convolutionFilterGradient, convolutionInputGradient } from "./convolution/convolutionGradients.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./convolution/depthwise.ts";
import { maxPoolGradient } from "./pooling/maxPoolGradient.ts";
import { einsum } from "./reduction/einsum.ts";
import { segmentSum } from "./reduction/segmentSum.ts";
import { kernelFunc } from "./wasm/kernelFunc.ts";

/** The kernels, by tfjs's name, that training needs and tfjs's wasm backend lacks, has slowly or computes wrongly. */
export const GRADIENT_KERNELS: Readonly<Record<string, KernelFunc>> = {
  [Conv2DBackpropInput]: kernelFunc<"dy" | "filter", Conv2DBackpropInputAttrs>(
    (engine, { dy, filter }, attributes) => convolutionInputGradient(engine, dy, filter, attributes),
  ),
  [Conv2DBackpropFilter]: kernelFunc<"x" | "dy", Conv2DBackpropFilterAttrs>((engine, { x, dy }, attributes) =>
    convolutionFilterGradient(engine, x, dy, attributes),
  ),
  [DepthwiseConv2dNativeBackpropInput]: kernelFunc<"dy" | "filter", DepthwiseConv2dNativeBackpropInputAttrs>(
    (engine, { dy, filter }, attributes) => depthwiseInputGradient(engine, dy, filter, attributes),
  ),
  [DepthwiseConv2dNativeBackpropFilter]: kernelFunc<"x" | "dy", DepthwiseConv2dNativeBackpropFilterAttrs>(
    (engine, { x, dy }, attributes) => depthwiseFilterGradient(engine, x, dy, attributes),
  ),
  [MaxPoolGrad]: kernelFunc<"dy" | "input", MaxPoolGradAttrs>((engine, { dy, input }, attributes) =>
    maxPoolGradient(engine, dy, input, attributes),
  ),
  // tfjs passes its operands as a list of tensors, and its equation as an attribute.
  [Einsum]: ({ inputs, attrs }) =>
    einsum(Object.values(inputs) as Tensor[], (attrs as unknown as EinsumAttrs).equation),
  [UnsortedSegmentSum]: kernelFunc<"x" | "segmentIds", UnsortedSegmentSumAttrs>(
    (engine, { x, segmentIds }, { numSegments }) => segmentSum(engine, x, segmentIds, numSegments),
  ),
};
