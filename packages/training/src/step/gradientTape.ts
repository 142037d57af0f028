import { engine } from "@tensorflow/tfjs-core";

/**
 * Lets go of what a failed differentiation had kept for its way back. tfjs does so only where it succeeds, and would
 * keep a batch's activations for ever.
 */
export function disposeGradientTape(): void {
  const { state } = engine();
  const tape: unknown = state.activeTape; // null between differentiations, which the type does not say
  if (tape === null || state.gradientDepth > 0) return;
  for (const { saved = [] } of state.activeTape) for (const tensor of saved) tensor.dispose();
  state.activeTape = [];
}
