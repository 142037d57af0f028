import { engine, type Tensor } from "@tensorflow/tfjs-core";
import type { HalvesKernelName } from "../../kernels/elementwise/halvesKernels.ts";
import { activationStorage } from "../../kernels/registerHalves.ts";

/** Numbers of a tensor from which it is packed: below, a dispatch costs more than its memory is worth. */
const MIN_SIZE = 2 ** 14;

/** An activation as it is kept from the forward to the backward pass. */
export interface KeptActivation {
  /** The activation itself, or its numbers as 16-bit floats. */
  readonly tensor: Tensor;
  /** Returns the activation of a kept tensor, and disposes the tensor if it is packed. */
  readonly restore: (kept: Tensor) => Tensor;
}

/**
 * Prepares an activation for being kept: as 16-bit floats, if the backend was started with that option.
 *
 * The forward pass itself still computes with the activation.
 */
export function keptActivation(activation: Tensor): KeptActivation {
  const { shape, size, dtype } = activation;
  if (size < MIN_SIZE || dtype !== "float32" || activationStorage() === "float32")
    return { tensor: activation, restore: (kept) => kept };
  return {
    tensor: run("TensorloomPackHalves", { x: activation }, {}),
    restore(packed) {
      const restored = run("TensorloomUnpackHalves", { packed }, { shape });
      packed.dispose();
      return restored;
    },
  };
}

function run(
  name: HalvesKernelName,
  inputs: Record<string, Tensor>,
  attributes: { shape?: number[] },
): Tensor {
  return engine().runKernel(name, inputs, attributes); // one output
}
