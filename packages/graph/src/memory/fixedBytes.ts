import type { GraphCosts } from "./opCost.ts";

/** Numbers that an optimizer keeps for each trained weight: two for Adam. */
export const OPTIMIZER_SLOTS = 2;

/** Bytes that a train step holds from beginning to end: weights, optimizer and batch. */
export function fixedBytes({ weights, inputs, tensors }: GraphCosts, optimizerSlots: number): number {
  const batch = inputs.reduce((sum, input) => sum + tensors[input], 0);
  return weights.all + optimizerSlots * weights.trained + batch;
}
