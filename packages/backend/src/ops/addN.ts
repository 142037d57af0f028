import { add, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { differentiate } from "./gradients/differentiate.ts";

/**
 * Adds tensors of one shape.
 *
 * Saves nothing for the backward pass; tfjs's own would save all inputs, only for their shapes.
 *
 * @example
 * ```ts
 * import { ones } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { addN } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * addN([ones([2]), ones([2])]).dataSync(); // => Float32Array.of(2, 2)
 * ```
 */
export function addN(tensors: readonly Tensor[]): Tensor {
  const inputs = Object.fromEntries(tensors.map((tensor, at) => [String(at), tensor]));
  const [y] = differentiate({
    inputs,
    forward: () => [tidy(() => tensors.reduce((sum, tensor) => add(sum, tensor)))],
    backward: (dy) => Object.fromEntries(tensors.map((_, at) => [String(at), () => dy.clone()])),
  });
  return y;
}
