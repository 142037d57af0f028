import { engine, type Tensor } from "@tensorflow/tfjs-core";

/** Tensors by name, of which some may be missing. */
export type Inputs = Readonly<Record<string, Tensor>>;

/** An operation with its own gradient. */
export interface Differentiable {
  readonly inputs: Inputs;
  /** Computes the outputs; `save` keeps tensors (inputs or outputs) for the way back. */
  readonly forward: (save: (tensors: Tensor[]) => void) => Tensor[];
  /** The gradients by input, each computed when it is asked for: frozen weights cost nothing. */
  readonly backward: (dy: Tensor, saved: readonly Tensor[]) => Readonly<Record<string, () => Tensor>>;
}

/** The part of tfjs's engine that its own `customGrad` stands on; it is not in the public type. */
interface Engine {
  runKernelFunc(parameters: {
    readonly inputs: Inputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor[];
    readonly backwardsFunc: (dy: Tensor | Tensor[], saved: Tensor[]) => Record<string, () => Tensor>;
  }): Tensor[];
  readonly state: { readonly activeScope: { readonly id: number } | null };
}

/** What the operation before (on the way back) no longer needs. */
let spent: readonly Tensor[] = [];

/**
 * Runs an operation with its own gradient, as `tf.customGrad` does, with two differences: gradients are computed only where
 * they are asked for, and what an operation saved is let go on the way back, not after it.
 * The memory of a training step then falls as fast as its gradients grow.
 */
export function differentiate({ inputs, forward, backward }: Differentiable): Tensor[] {
  // tfjs hides its engine's method; the interface above holds what of it is used.
  const tfjs = engine() as unknown as Engine;
  return tfjs.runKernelFunc({
    inputs,
    forwardFunc: (_backend, save) => forward(save),
    backwardsFunc(gradients, saved) {
      for (const tensor of spent) tensor.dispose();
      const dy = Array.isArray(gradients) ? gradients[0] : gradients;
      // A gradient that the caller of tf.grads gave belongs to another scope: it is not ours to dispose.
      const ours = dy.scopeId === tfjs.state.activeScope?.id;
      spent = ours ? [dy, ...saved] : saved;
      return backward(dy, saved);
    },
  });
}
