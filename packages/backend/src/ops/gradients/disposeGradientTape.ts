import { engine } from "@tensorflow/tfjs-core";

/**
 * Disposes the activations that a failed differentiation saved for its backward pass.
 *
 * tfjs disposes them only if the differentiation succeeds.
 *
 * @example
 * ```ts
 * import { grad, memory, scalar, square, type Tensor, tidy } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { disposeGradientTape } from "@tensorloom/backend/internal";
 *
 * await useBackend("cpu");
 * const before = memory().numTensors;
 * const fail = (x: Tensor): Tensor => {
 *   square(x);
 *   throw new Error("half-way");
 * };
 * try {
 *   tidy(() => grad(fail)(scalar(2)));
 * } catch {
 *   disposeGradientTape();
 * }
 * memory().numTensors - before; // => 0
 * ```
 */
export function disposeGradientTape(): void {
  const { state } = engine();
  const tape: unknown = state.activeTape; // null between differentiations, although the type says otherwise
  if (tape === null || state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape) for (const tensor of saved) tensor.dispose();
  state.activeTape = [];
}
