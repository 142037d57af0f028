import { type FusedConv2DAttrs, type KernelFunc, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { ACTIVATIONS } from "./activation.ts";
import { convolution } from "./convolution.ts";
import { address, wasmEngine } from "./wasmEngine.ts";

/**
 * A convolution with bias and activation in one pass: what tfjs-layers calls for every `conv2d` layer.
 *
 * @param stock - tfjs's own kernel, for activations and biases that ours does not know.
 */
export function fusedConvolution(stock: KernelFunc): KernelFunc {
  return (parameters) => {
    // The op that runs this kernel gives it its own inputs and attributes.
    const { x, filter, bias } = parameters.inputs as Record<"x" | "filter", TensorInfo> & {
      bias?: TensorInfo;
    };
    const attributes = parameters.attrs as unknown as FusedConv2DAttrs;
    const byChannel = !bias || util.sizeFromShape(bias.shape) === filter.shape[3];
    if (!byChannel || !Object.hasOwn(ACTIVATIONS, attributes.activation)) return stock(parameters);
    const engine = wasmEngine(parameters.backend);
    const finish = { bias: bias ? address(engine, bias) : 0, activation: ACTIVATIONS[attributes.activation] };
    return convolution(engine, x, filter, attributes, finish);
  };
}
