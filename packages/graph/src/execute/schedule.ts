import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { externalInputs } from "../fusion/liveness.ts";
import { estimateCosts } from "../memory/estimateCosts.ts";
import { fixedBytes, OPTIMIZER_SLOTS } from "../memory/fixedBytes.ts";
import { recomputePlan, type Recompute } from "../memory/recomputePlan.ts";
import type { SegmentRange } from "../memory/segments.ts";

/** Schedules a model's operations for inputs of these shapes, those to recompute grouped into segments. */
export function schedule(
  model: LayersModel,
  recompute: Recompute,
  inputShapes: readonly (readonly number[])[],
): readonly (FusedOp | Segment)[] {
  const ops = fusionPlan(model);
  if (recompute === false) return ops;
  const costs = estimateCosts(model, ops, inputShapes);
  return inSegments(ops, recomputePlan(costs, recompute, fixedBytes(costs, OPTIMIZER_SLOTS)));
}

function inSegments(
  ops: readonly FusedOp[],
  ranges: readonly SegmentRange[],
): readonly (FusedOp | Segment)[] {
  const found: (FusedOp | Segment)[] = [];
  let done = 0;
  for (const { from, to } of ranges) {
    found.push(...ops.slice(done, from), segmentOf(ops.slice(from, to)));
    done = to;
  }
  return [...found, ...ops.slice(done)];
}

function segmentOf(ops: readonly FusedOp[]): Segment {
  return { kind: "segment", ops, inputs: externalInputs(ops), output: ops[ops.length - 1].output };
}
