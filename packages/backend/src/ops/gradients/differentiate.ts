import type { Tensor } from "@tensorflow/tfjs-core";
import { type Inputs, isOwned, type LazyGradients, tfjsEngine } from "./tfjsEngine.ts";

/** An operation with its own gradient. */
export interface Differentiable {
  readonly inputs: Inputs;
  /** Computes the outputs; `save` keeps tensors (inputs or outputs) for the way back. */
  readonly forward: (save: (tensors: Tensor[]) => void) => Tensor[];
  /** The gradients by input: frozen weights, which nobody asks for, cost nothing. */
  readonly backward: (dy: Tensor, saved: readonly Tensor[]) => LazyGradients;
}

/** What the operation before (on the way back) no longer needs. */
let spent: readonly Tensor[] = [];

/** Disposes what the operation before (on the way back) no longer needs. */
export function releaseSaved(): void {
  for (const tensor of spent) tensor.dispose();
  spent = [];
}

/**
 * Runs an operation with its own gradient, as `tf.customGrad` does, with two differences: gradients are computed only where
 * they are asked for, and what an operation saved is let go on the way back, not after it.
 * The memory of a training step then falls as fast as its gradients grow.
 */
export function differentiate({ inputs, forward, backward }: Differentiable): Tensor[] {
  return tfjsEngine().runKernelFunc<Tensor[]>({
    inputs,
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc(gradients, saved) {
      releaseSaved();
      const dy = Array.isArray(gradients) ? gradients[0] : gradients;
      spent = isOwned(dy) ? [dy, ...saved] : saved;
      return backward(dy, saved);
    },
  });
}
