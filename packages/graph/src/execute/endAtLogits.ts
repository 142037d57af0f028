import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";

/** Returns the same operations, but the one that makes `output` stops before its activation. */
export function endAtLogits(
  ops: readonly (FusedOp | Segment)[],
  output: SymbolicTensor | undefined,
): readonly (FusedOp | Segment)[] {
  const change = (op: FusedOp): FusedOp => (op.output === output ? withoutActivation(op) : op);
  return ops.map((op) => {
    if (op.kind !== "segment") return change(op);
    return op.ops.some((inner) => inner.output === output) ? { ...op, ops: op.ops.map(change) } : op;
  });
}

function withoutActivation(op: FusedOp): FusedOp {
  if (op.kind === "layer") return { ...op, toLogits: true };
  if (op.kind === "normalization") return { ...op, activation: "linear" };
  if (op.kind !== "convolution") return op; // ends in no activation
  return op.epilogue?.useBias === true
    ? { ...op, epilogue: { useBias: true, activation: "linear" } }
    : { ...op, epilogue: undefined };
}
