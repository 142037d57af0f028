import type { Tensor } from "@tensorflow/tfjs-core";
import { type Inputs, isOwned, type LazyGradients, tfjsEngine } from "./tfjsEngine.ts";

/** An operation with its own gradient. */
export interface Differentiable {
  readonly inputs: Inputs;
  /** Computes the outputs; `save` saves tensors (inputs or outputs) for the backward pass. */
  readonly forward: (save: (tensors: Tensor[]) => void) => Tensor[];
  /** The gradients by input. Those of frozen weights are never called, and cost nothing. */
  readonly backward: (dy: Tensor, saved: readonly Tensor[]) => LazyGradients;
}

/** Tensors that the previous operation of the backward pass no longer needs. */
let spentTensors: readonly Tensor[] = [];

/** Disposes the tensors that the previous operation of the backward pass no longer needs. */
export function releaseSaved(): void {
  for (const tensor of spentTensors) tensor.dispose();
  spentTensors = [];
}

/**
 * Runs an operation with its own gradient, as `tf.customGrad` does, with two differences.
 *
 * Only gradients that are needed are computed, and saved tensors are released during the backward pass, not after it.
 * The memory of a train step then falls as its gradients grow.
 */
export function differentiate({ inputs, forward, backward }: Differentiable): Tensor[] {
  return tfjsEngine().runKernelFunc<Tensor[]>({
    inputs,
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc(gradients, saved) {
      releaseSaved();
      const dy = Array.isArray(gradients) ? gradients[0] : gradients;
      spentTensors = isOwned(dy) ? [dy, ...saved] : saved;
      return backward(dy, saved);
    },
  });
}
