import type { LayersModel } from "@tensorflow/tfjs-layers";
import { leanPlan } from "./leanPlan.ts";
import type { LeanStep, Segment } from "./leanStep.ts";
import { recomputePlan, type Recompute, type Stretch } from "./recomputePlan.ts";
import { sizedNetwork } from "./sizedNetwork.ts";
import type { SizedNetwork } from "./sizedStep.ts";

/** Slots of an optimizer for each weight that is trained: two for Adam. */
export const OPTIMIZER_SLOTS = 2;

/** What a training step holds from its beginning to its end. */
export function fixedBytes({ weights, inputs, tensors }: SizedNetwork, optimizerSlots: number): number {
  const batch = inputs.reduce((sum, input) => sum + tensors[input], 0);
  return weights.all + optimizerSlots * weights.trained + batch;
}

/** A model's steps for inputs of these shapes, some of them in stretches that are computed again on the way back. */
export function leanSchedule(
  model: LayersModel,
  recompute: Recompute,
  inputShapes: readonly (readonly number[])[],
): readonly (LeanStep | Segment)[] {
  const steps = leanPlan(model);
  if (recompute === false) return steps;
  const network = sizedNetwork(model, steps, inputShapes);
  return inStretches(steps, recomputePlan(network, recompute, fixedBytes(network, OPTIMIZER_SLOTS)));
}

function inStretches(
  steps: readonly LeanStep[],
  stretches: readonly Stretch[],
): readonly (LeanStep | Segment)[] {
  const found: (LeanStep | Segment)[] = [];
  let done = 0;
  for (const { from, to } of stretches) {
    found.push(...steps.slice(done, from), segment(steps.slice(from, to)));
    done = to;
  }
  return [...found, ...steps.slice(done)];
}

function segment(steps: readonly LeanStep[]): Segment {
  const made = new Set(steps.map(({ output }) => output));
  const inputs = [...new Set(steps.flatMap((step) => step.inputs))].filter((input) => !made.has(input));
  return { kind: "segment", steps, inputs, output: steps[steps.length - 1].output };
}
