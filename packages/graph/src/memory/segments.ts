import { externalInputs } from "../fusion/liveness.ts";
import type { GraphCosts, OpCost, TensorNumber } from "./opCost.ts";

/** Operations `from` up to and without `to`, as one segment. */
export interface SegmentRange {
  readonly from: number;
  readonly to: number;
}

/** Returns the costs of a graph whose segments are recomputed. */
export function withSegments(costs: GraphCosts, segments: readonly SegmentRange[]): GraphCosts {
  const ops: OpCost[] = [];
  let done = 0;
  for (const { from, to } of segments) {
    ops.push(...costs.ops.slice(done, from), segmentCost(costs.ops.slice(from, to)));
    done = to;
  }
  return { ...costs, ops: [...ops, ...costs.ops.slice(done)] };
}

function segmentCost(ops: readonly OpCost[]): OpCost {
  const inputs = externalInputs(ops);
  return {
    inputs,
    output: ops[ops.length - 1].output,
    savedTensors: inputs,
    savedBytes: 0,
    scratchBytes: 0,
    weightGradientBytes: 0,
    multiplications: ops.reduce((sum, { multiplications }) => sum + multiplications, 0),
    releasesEarly: true,
    aliasesGradient: false,
    repeatable: true,
    inner: { ops, recomputed: true },
  };
}

/** The last operation that reads the output of each operation; Infinity for an output of the graph. */
export function lastReaders({ ops, outputs }: GraphCosts): readonly number[] {
  const lastReader = new Map<TensorNumber, number>(outputs.map((output) => [output, Infinity]));
  ops.forEach(({ inputs }, at) => {
    for (const input of inputs) lastReader.set(input, Math.max(lastReader.get(input) ?? 0, at));
  });
  return ops.map(({ output }) => lastReader.get(output) ?? 0);
}

/** Whether a range can be a segment: later operations read none of its tensors but the last. */
export function segmentEnds(costs: GraphCosts): (from: number, to: number) => boolean {
  const last = lastReaders(costs);
  return (from, to) => last.slice(from, to - 1).every((reader) => reader < to);
}
