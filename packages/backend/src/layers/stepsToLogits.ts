import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { LeanStep, Segment } from "./leanStep.ts";

/** The same steps, except that the one that makes the output stops before its activation. */
export function stepsToLogits(
  steps: readonly (LeanStep | Segment)[],
  output: SymbolicTensor,
): readonly (LeanStep | Segment)[] {
  return steps.map((step) => {
    if (step.output !== output) return step;
    return step.kind === "segment"
      ? { ...step, steps: step.steps.map((inner) => (inner.output === output ? toLogits(inner) : inner)) }
      : toLogits(step);
  });
}

function toLogits(step: LeanStep): LeanStep {
  if (step.kind === "layer") return { ...step, toLogits: true };
  if (step.kind === "normalization") return { ...step, activation: "linear" };
  if (step.kind !== "convolution") return step; // ends in no activation
  return step.ending?.useBias === true
    ? { ...step, ending: { useBias: true, activation: "linear" } }
    : { ...step, ending: undefined };
}
