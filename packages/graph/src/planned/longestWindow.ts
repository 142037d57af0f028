import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { FusedOp } from "../fusion/fusedOp.ts";
import { externalInputs } from "../fusion/liveness.ts";

/** Operations that are planned together at least: fewer spend their time in the kernels. */
const LEAST = 3;

/** Operations `from` up to and without `to`, from one tensor to one. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly input: SymbolicTensor;
}

/**
 * The longest sequence of operations that a train step can plan: those with kernels of ours, which read one tensor of what
 * was made before, and make one that is read later. Undefined if all are too short.
 */
export function longestWindow(
  ops: readonly FusedOp[],
  outputs: readonly SymbolicTensor[],
): Window | undefined {
  for (let length = ops.length; length >= LEAST; length--)
    for (let from = 0; from + length <= ops.length; from++) {
      const to = from + length;
      const window = ops.slice(from, to);
      if (!window.every(hasPlan)) continue;
      const inputs = externalInputs(window);
      if (inputs.length !== 1 || outputs.includes(inputs[0])) continue;
      const readAfterwards = new Set([...ops.slice(to).flatMap((op) => op.inputs), ...outputs]);
      if (window.slice(0, -1).every(({ output }) => !readAfterwards.has(output)))
        return { from, to, input: inputs[0] };
    }
  return undefined;
}

/** Whether a train step can plan an operation. */
function hasPlan(op: FusedOp): boolean {
  // one number for each image: drop-connect
  if (op.kind === "dropout") return op.noiseShape?.slice(1).every((length) => length === 1) === true;
  return op.kind !== "layer";
}
