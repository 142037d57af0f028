import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { keptActivation, type KeptActivation } from "./keptActivation.ts";
import { type Inputs, isOwned, type LazyGradients, tfjsEngine } from "./tfjsEngine.ts";

/** An operation with its own gradient. */
export interface Differentiable {
  /** Its inputs by name. The activation of the layer before, if there is one, is `x`. */
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

/** Disposes a tensor that a backward pass has made with the saved tensors of its operation. */
export function disposeAtRelease(tensor: Tensor): void {
  spentTensors = [...spentTensors, tensor];
}

/**
 * Runs an operation with its own gradient, as `tf.customGrad` does, with three differences.
 *
 * Only gradients that are needed are computed. Saved tensors are released during the backward pass, not after it, so the
 * memory of a train step falls as its gradients grow. The activation `x` may be kept as 16-bit floats.
 */
export function differentiate({ inputs, forward, backward }: Differentiable): Tensor[] {
  const recorded = engine().isTapeOn();
  const activation = recorded ? inputs["x"] : undefined;
  const kept = new Map<number, KeptActivation>();
  return tfjsEngine().runKernelFunc<Tensor[]>({
    inputs,
    forwardFunc: (_backend, save) =>
      forward((tensors) => {
        const at = activation === undefined ? -1 : tensors.indexOf(activation);
        if (activation !== undefined && at >= 0) kept.set(at, keptActivation(activation));
        save(tensors.map((tensor, nth) => kept.get(nth)?.tensor ?? tensor));
      }),
    backwardsFunc(gradients, packed) {
      releaseSaved();
      const saved = packed.map((tensor, nth) => kept.get(nth)?.restore(tensor) ?? tensor);
      const dy = Array.isArray(gradients) ? gradients[0] : gradients;
      spentTensors = isOwned(dy) ? [dy, ...saved] : saved;
      return backward(dy, saved);
    },
  });
}
