import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "../wasm/activation.ts";
import { convolution } from "./convolution.ts";
import type { ConvolutionAttributes } from "./convolutionShape.ts";
import { depthwise } from "./depthwise.ts";
import { address, type WasmEngine } from "../wasm/wasmEngine.ts";

/** The attributes of a convolution with an epilogue. */
export interface FusedConvolutionAttributes extends ConvolutionAttributes {
  readonly depthwise: boolean;
  readonly activation: Activation;
}

/** activation(x * filter + bias), the epilogue applied while the sums are in the cache. */
export function fusedConvolution(
  engine: WasmEngine,
  inputs: Readonly<Record<"x" | "filter", TensorInfo> & { readonly bias?: TensorInfo }>,
  attributes: FusedConvolutionAttributes,
): TensorInfo {
  const { x, filter, bias } = inputs;
  const convolve = attributes.depthwise ? depthwise : convolution;
  return convolve(engine, x, filter, attributes, {
    bias: bias === undefined ? 0 : address(engine, bias),
    activation: ACTIVATIONS[attributes.activation],
  });
}
