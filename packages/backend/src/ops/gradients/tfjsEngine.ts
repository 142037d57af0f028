import { engine, type Tensor } from "@tensorflow/tfjs-core";

/** Tensors by name, of which some may be missing. */
export type Inputs = Readonly<Record<string, Tensor>>;

/** The gradients by input, each computed when it is asked for. */
export type LazyGradients = Readonly<Record<string, () => Tensor>>;

/** What tfjs's engine has recorded of one operation. `inputs` are, on the way back, those that a gradient is asked for. */
export interface TapeNode {
  readonly inputs: Inputs;
  readonly saved: readonly Tensor[];
  gradient: (this: TapeNode, gradients: readonly (Tensor | undefined)[]) => LazyGradients;
}

/** The part of tfjs's engine that its own `customGrad` stands on; it is not in the public type (tfjs-core 4.22). */
export interface TfjsEngine {
  /** Runs an operation and records it; its result has the shape of what `forwardFunc` gives. */
  runKernelFunc<T extends Tensor | Tensor[]>(parameters: {
    readonly inputs: Inputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => T;
    readonly backwardsFunc: (gradients: Tensor | Tensor[], saved: Tensor[]) => LazyGradients;
  }): T;
  readonly state: {
    activeTape: readonly TapeNode[] | null;
    readonly activeScope: { readonly id: number } | null;
  };
}

/** tfjs's engine with what it hides; the interface above is all that we use of that. */
export function tfjsEngine(): TfjsEngine {
  return engine() as unknown as TfjsEngine; // the public type lacks them
}

/** Whether a gradient is ours to dispose: one that the caller of `tf.grads` gave belongs to another scope. */
export function isOwned(gradient: Tensor): boolean {
  return gradient.scopeId === tfjsEngine().state.activeScope?.id;
}
