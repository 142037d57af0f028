import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";

/** The same steps, except that the one that makes `output` stops before its activation. */
export function endAtLogits(
  steps: readonly (FusedOp | Segment)[],
  output: SymbolicTensor | undefined,
): readonly (FusedOp | Segment)[] {
  const change = (step: FusedOp): FusedOp => (step.output === output ? toLogits(step) : step);
  return steps.map((step) => {
    if (step.kind !== "segment") return change(step);
    return step.steps.some((inner) => inner.output === output)
      ? { ...step, steps: step.steps.map(change) }
      : step;
  });
}

function toLogits(step: FusedOp): FusedOp {
  if (step.kind === "layer") return { ...step, toLogits: true };
  if (step.kind === "normalization") return { ...step, activation: "linear" };
  if (step.kind !== "convolution") return step; // ends in no activation
  return step.ending?.useBias === true
    ? { ...step, ending: { useBias: true, activation: "linear" } }
    : { ...step, ending: undefined };
}
