import { engine } from "@tensorflow/tfjs-core";

/**
 * Disposes the activations that a failed differentiation saved for its backward pass.
 *
 * tfjs disposes them only if the differentiation succeeds.
 */
export function disposeGradientTape(): void {
  const { state } = engine();
  const tape: unknown = state.activeTape; // null between differentiations, although the type says otherwise
  if (tape === null || state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape) for (const tensor of saved) tensor.dispose();
  state.activeTape = [];
}
