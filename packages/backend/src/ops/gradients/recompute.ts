import { engine, type Tensor, type Variable, zeros, zerosLike } from "@tensorflow/tfjs-core";
import { releaseSaved } from "./differentiate.ts";
import { withOwnTape } from "./ownTape.ts";
import { type Inputs, isOwned, tfjsEngine } from "./tfjsEngine.ts";

/** A segment of a network whose activations are recomputed rather than stored. */
export interface RecomputedSegment {
  /** The tensors that it reads. These are stored. */
  readonly inputs: readonly Tensor[];
  /** The weights whose gradients may be needed. */
  readonly variables: readonly Variable[];
  /** Computes its one output. `again` is true in the backward pass, which must compute the same numbers. */
  readonly forward: (inputs: readonly Tensor[], again: boolean) => Tensor;
}

/**
 * Runs a segment of a network with gradient checkpointing (rematerialisation): its activations are not stored but
 * recomputed in the backward pass, which takes less memory and more time.
 *
 * tfjs records nothing inside an operation with its own gradient. The gradient of this one runs the segment a second
 * time, recorded, from the stored inputs. tfjs drops its tape at the end of a gradient inside a gradient (`engine.ts`,
 * `gradients`), so the outer tape is put aside and restored.
 *
 * @see Chen, Xu, Zhang, Guestrin 2016, arXiv:1604.06174
 * @example
 * ```ts
 * import { grad, scalar, square, type Tensor } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { recompute } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const fourthPower = (x: Tensor) =>
 *   recompute({ inputs: [x], variables: [], forward: ([input]) => square(square(input)) });
 * grad(fourthPower)(scalar(2)).dataSync(); // => Float32Array.of(32)
 * ```
 */
export function recompute({ inputs, variables, forward }: RecomputedSegment): Tensor {
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
    releaseSaved();
    const kept = this.saved;
    const wanted = Object.keys(this.inputs);
    const sources = wanted.map((name) => kept.at(Number(name)) ?? named[name]);
    const upstream = dy ?? zeros(output.shape);
    // Undefined for a weight that the output does not depend on.
    const gradients: readonly (Tensor | undefined)[] = withOwnTape(() => {
      const { value, grads } = engine().gradients(() => forward(kept, true), sources, upstream, true);
      value.dispose();
      return grads;
    });
    for (const tensor of kept) tensor.dispose();
    if (dy !== undefined && isOwned(dy)) dy.dispose();
    return Object.fromEntries(
      wanted.map((name, at) => [name, () => gradients[at] ?? zerosLike(sources[at])]),
    );
  };
  return output;
}
