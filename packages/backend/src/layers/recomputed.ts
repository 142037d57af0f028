import { engine, type Tensor, type Variable, zeros, zerosLike } from "@tensorflow/tfjs-core";
import { letGo } from "./differentiable.ts";
import { type Inputs, isOurs, type TfjsEngine, tfjsEngine } from "./tfjsEngine.ts";

/** A stretch of a network that is computed twice rather than kept. */
export interface Recomputed {
  /** What it reads of the network before it: kept. */
  readonly inputs: readonly Tensor[];
  /** The weights that it may be differentiated by. */
  readonly variables: readonly Variable[];
  /** Computes its one output; `again` is true on the way back, where it has to give the same. */
  readonly forward: (inputs: readonly Tensor[], again: boolean) => Tensor;
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
  const tfjs = tfjsEngine();
  const named: Inputs = Object.fromEntries(
    [...inputs, ...variables].map((tensor, at) => [String(at), tensor] as const),
  );
  const output = tfjs.runKernelFunc<Tensor>({
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
    letGo();
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
    if (dy !== undefined && isOurs(dy)) dy.dispose();
    return Object.fromEntries(
      wanted.map((name, at) => [name, () => gradients[at] ?? zerosLike(sources[at])]),
    );
  };
  return output;
}

/** Runs a whole differentiation of its own in the middle of another. */
function outside<T>(tfjs: TfjsEngine, differentiation: () => T): T {
  const tape = tfjs.state.activeTape;
  try {
    return differentiation();
  } finally {
    const left = tfjs.state.activeTape; // null, unless something was thrown
    if (left !== tape) for (const { saved } of left ?? []) for (const tensor of saved) tensor.dispose();
    tfjs.state.activeTape = tape;
  }
}
