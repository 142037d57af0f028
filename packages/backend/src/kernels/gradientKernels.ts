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
  type Tensor,
  type TensorInfo,
  UnsortedSegmentSum,
  type UnsortedSegmentSumAttrs,
} from "@tensorflow/tfjs-core";
import { convolutionFilterGradient, convolutionInputGradient } from "./convolution/convolutionGradients.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./convolution/depthwise.ts";
import { einsum } from "./reduction/einsum.ts";
import { segmentSum } from "./reduction/segmentSum.ts";
import { wasmEngine, type WasmEngine } from "./wasm/wasmEngine.ts";

/** A kernel of ours: a function of the engine, the named tensors and the attributes. */
type Kernel<Name extends string, Attributes> = (
  engine: WasmEngine,
  inputs: Readonly<Record<Name, TensorInfo>>,
  attributes: Attributes,
) => TensorInfo | TensorInfo[];

/** Wraps a kernel as tfjs calls it. */
export function kernelFunc<Name extends string, Attributes>(kernel: Kernel<Name, Attributes>): KernelFunc {
  return ({ inputs, backend, attrs }) =>
    // tfjs's op passes the inputs and attributes that its kernel_names declare for the kernel.
    kernel(wasmEngine(backend), inputs as Record<Name, TensorInfo>, attrs as Attributes);
}

/** The kernels, by tfjs's name, that training needs and tfjs's wasm backend lacks (or, for the input gradient, has slowly). */
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
  // tfjs passes its operands as a list of tensors.
  [Einsum]: ({ inputs, attrs }) =>
    einsum(Object.values(inputs) as Tensor[], (attrs as unknown as EinsumAttrs).equation),
  [UnsortedSegmentSum]: kernelFunc<"x" | "segmentIds", UnsortedSegmentSumAttrs>(
    (engine, { x, segmentIds }, { numSegments }) => segmentSum(engine, x, segmentIds, numSegments),
  ),
};
