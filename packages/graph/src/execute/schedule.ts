import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";
import { recomputePlan, type Recompute, type SegmentRange } from "../memory/recomputePlan.ts";
import { estimateCosts } from "../memory/estimateCosts.ts";
import type { GraphCosts } from "../memory/opCost.ts";

/** Slots of an optimizer for each weight that is trained: two for Adam. */
export const OPTIMIZER_SLOTS = 2;

/** What a training step holds from its beginning to its end. */
export function fixedBytes({ weights, inputs, tensors }: GraphCosts, optimizerSlots: number): number {
  const batch = inputs.reduce((sum, input) => sum + tensors[input], 0);
  return weights.all + optimizerSlots * weights.trained + batch;
}

/** A model's steps for inputs of these shapes, some of them in stretches that are computed again on the way back. */
export function schedule(
  model: LayersModel,
  recompute: Recompute,
  inputShapes: readonly (readonly number[])[],
): readonly (FusedOp | Segment)[] {
  const steps = fusionPlan(model);
  if (recompute === false) return steps;
  const network = estimateCosts(model, steps, inputShapes);
  return inSegments(steps, recomputePlan(network, recompute, fixedBytes(network, OPTIMIZER_SLOTS)));
}

function inSegments(
  steps: readonly FusedOp[],
  stretches: readonly SegmentRange[],
): readonly (FusedOp | Segment)[] {
  const found: (FusedOp | Segment)[] = [];
  let done = 0;
  for (const { from, to } of stretches) {
    found.push(...steps.slice(done, from), segment(steps.slice(from, to)));
    done = to;
  }
  return [...found, ...steps.slice(done)];
}

function segment(steps: readonly FusedOp[]): Segment {
  const made = new Set(steps.map(({ output }) => output));
  const inputs = [...new Set(steps.flatMap((step) => step.inputs))].filter((input) => !made.has(input));
  return { kind: "segment", steps, inputs, output: steps[steps.length - 1].output };
}
