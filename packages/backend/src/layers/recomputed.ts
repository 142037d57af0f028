import { engine, type Tensor, type Variable, zeros, zerosLike } from "@tensorflow/tfjs-core";
import type { Inputs } from "./differentiable.ts";

/** A stretch of a network that is computed twice rather than kept. */
export interface Recomputed {
  /** What it reads of the network before it: kept. */
  readonly inputs: readonly Tensor[];
  /** The weights that it may be differentiated by. */
  readonly variables: readonly Variable[];
  /** Computes its one output; `again` is true on the way back, where it has to give the same. */
  readonly forward: (inputs: readonly Tensor[], again: boolean) => Tensor;
}

/** What tfjs's engine has recorded of one operation. `inputs` are, on the way back, those that a gradient is asked for. */
interface TapeNode {
  readonly inputs: Inputs;
  readonly saved: readonly Tensor[];
  gradient: (this: TapeNode, gradients: readonly (Tensor | undefined)[]) => Record<string, () => Tensor>;
}

/** The part of tfjs's engine that this stands on; it is not in the public type. */
interface Engine {
  runKernelFunc(parameters: {
    readonly inputs: Inputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
    readonly backwardsFunc: () => never;
  }): Tensor;
  readonly state: {
    activeTape: readonly TapeNode[] | null;
    readonly activeScope: { readonly id: number } | null;
  };
}

/**
 * Runs a stretch of a network without keeping what happens inside, and runs it again on the way back: memory for time.
 *
 * tfjs records nothing inside an operation with its own gradient; the gradient of this one records anew, from the inputs that
 * were kept, and only for what is asked for. tfjs drops its record at the end of a gradient inside a gradient
 * (`engine.ts`, `gradients`), so the outer record is put aside and back.
 *
 * @see Chen, Xu, Zhang, Guestrin 2016, arXiv:1604.06174
 */
export function recomputed({ inputs, variables, forward }: Recomputed): Tensor {
  if (!engine().isTapeOn()) return forward(inputs, false);
  const tfjs = engine() as unknown as Engine; // tfjs hides these parts of its engine; the interface above holds them
  const named: Inputs = Object.fromEntries(
    [...inputs, ...variables].map((tensor, at) => [String(at), tensor] as const),
  );
  const output = tfjs.runKernelFunc({
    inputs: named,
    forwardFunc(_backend, save) {
      save([...inputs]);
      const y = forward(inputs, false);
      return inputs.includes(y) ? y.clone() : y;
    },
    backwardsFunc() {
      throw new Error("recomputed: its gradient is set below");
    },
  });
  const node = tfjs.state.activeTape?.at(-1);
  if (node === undefined) throw new Error("recomputed: tfjs has not recorded the operation");
  node.gradient = function ([dy]) {
    const kept = this.saved;
    const wanted = Object.keys(this.inputs);
    const sources = wanted.map((name) => kept.at(Number(name)) ?? named[name]);
    const upstream = dy ?? zeros(output.shape);
    // Undefined for a weight that the output does not depend on.
    const gradients: readonly (Tensor | undefined)[] = outside(tfjs, () => {
      const { value, grads } = engine().gradients(() => forward(kept, true), sources, upstream, true);
      value.dispose();
      return grads;
    });
    for (const tensor of kept) tensor.dispose();
    // A gradient that the caller of tf.grads gave belongs to another scope: it is not ours to dispose.
    if (dy?.scopeId === tfjs.state.activeScope?.id) dy?.dispose();
    return Object.fromEntries(
      wanted.map((name, at) => [name, () => gradients[at] ?? zerosLike(sources[at])]),
    );
  };
  return output;
}

/** Runs a whole differentiation of its own in the middle of another. */
function outside<T>(tfjs: Engine, differentiation: () => T): T {
  const tape = tfjs.state.activeTape;
  try {
    return differentiation();
  } finally {
    const left = tfjs.state.activeTape; // null, unless something was thrown
    if (left !== tape) for (const { saved } of left ?? []) for (const tensor of saved) tensor.dispose();
    tfjs.state.activeTape = tape;
  }
}
