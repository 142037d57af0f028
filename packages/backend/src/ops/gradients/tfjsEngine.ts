import { backend, engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";

/** Tensors by name, of which some may be missing. */
export type Inputs = Readonly<Record<string, Tensor>>;

/** The gradients by input, each computed when it is called. */
export type LazyGradients = Readonly<Record<string, () => Tensor>>;

/** tfjs's record of one operation. In the backward pass `inputs` are those whose gradient is needed. */
interface TapeNode {
  readonly inputs: Inputs;
  readonly saved: readonly Tensor[];
  gradient: (this: TapeNode, gradients: readonly (Tensor | undefined)[]) => LazyGradients;
}

/** The part of tfjs's engine that `tf.customGrad` is built on; it is not in the public type (tfjs-core 4.22). */
export interface TfjsEngine {
  /** Runs an operation, records it, and returns what `forwardFunc` returns. */
  runKernelFunc<T extends Tensor | Tensor[]>(parameters: {
    readonly inputs: Inputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => T;
    readonly backwardsFunc: (gradients: Tensor | Tensor[], saved: Tensor[]) => LazyGradients;
  }): T;
  makeTensorFromTensorInfo(info: TensorInfo): Tensor;
  /** The running backend. */
  backendInstance: unknown;
  readonly state: {
    activeTape: readonly TapeNode[] | null;
    /** How many differentiations are inside each other. */
    gradientDepth: number;
    readonly activeScope: { readonly id: number } | null;
  };
}

/** tfjs's engine with its hidden members; the interface above is all that we use of them. */
export function tfjsEngine(): TfjsEngine {
  return engine() as unknown as TfjsEngine; // the public type lacks them
}

/**
 * Whether a gradient is ours to dispose: one that the caller of `tf.grads` passed belongs to another scope, and one that a
 * custom gradient keeps belongs to who keeps it.
 */
export function isOwned(gradient: Tensor): boolean {
  return !gradient.kept && gradient.scopeId === tfjsEngine().state.activeScope?.id;
}

/** Whether a gradient may be overwritten: it is ours, and no other tensor shares its numbers. */
export function mayOverwrite(gradient: Tensor): boolean {
  return isOwned(gradient) && backend().refCount(gradient.dataId) === 1;
}
