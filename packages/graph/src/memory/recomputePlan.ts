import { memoryPeak } from "./memoryPeak.ts";
import type { GraphCosts, TensorNumber } from "./opCost.ts";
import { lastReaders, segmentEnds, type SegmentRange, withSegments } from "./segments.ts";

/**
 * Activations to recompute in the backward pass (gradient checkpointing).
 *
 * `true` takes as little memory as the network allows; `{ every }` makes segments of that many operations; `{ bytes }`
 * recomputes as little as fits a train step into that many bytes, with weights, gradients and optimizer.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fuse, type Recompute, stepMemory } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.inputLayer({ inputShape: [64, 64, 8] })] });
 * for (let depth = 0; depth < 4; depth++) {
 *   model.add(layers.conv2d({ filters: 8, kernelSize: 3, padding: "same", useBias: false }));
 *   model.add(layers.batchNormalization());
 *   model.add(layers.activation({ activation: "swish" }));
 * }
 * const recompute: Recompute = { every: 2 }; // or true, or { bytes: 2 ** 30 }
 * const [before, after] = [stepMemory(model, { batch: 4 }), stepMemory(model, { batch: 4, recompute })];
 * after.total < 0.8 * before.total; // => true
 * fuse(model, { recompute }); // for training
 * ```
 */
export type Recompute = boolean | { readonly every: number } | { readonly bytes: number };

/** How many limits to the bytes saved inside a segment are tried. */
const LIMITS = 16;

/** A plan whose peak is within this factor of the lowest counts as equally good, if it recomputes less. */
const NEAR = 1.01;

/**
 * Plans the segments of a graph to recompute, in order.
 *
 * @param fixed - Bytes that a train step holds besides.
 */
export function recomputePlan(
  costs: GraphCosts,
  recompute: Recompute,
  fixed: number,
): readonly SegmentRange[] {
  if (recompute === false) return [];
  if (typeof recompute === "object" && "every" in recompute) return everyPlan(costs, recompute.every);
  const budget = recompute === true ? -1 : recompute.bytes - fixed;
  const plain = { segments: [], peak: peakBytes(costs, []), multiplications: 0 };
  if (plain.peak <= budget) return [];
  const plans: Plan[] = [plain];
  let most = Infinity;
  const seen = new Set<string>(); // two limits may cut the same segments
  for (const limit of savedLimits(costs)) {
    const segments = cheapestCuts(costs, limit);
    const key = JSON.stringify(segments);
    if (seen.has(key)) continue;
    seen.add(key);
    plans.push(...plansWithin(costs, segments, budget, most));
    const last = plans[plans.length - 1];
    if (last.peak <= budget) most = Math.min(most, last.multiplications);
  }
  const least = Math.min(...plans.map(({ peak }) => peak));
  const enough = least <= budget ? budget : NEAR * least;
  const [best] = plans
    .filter(({ peak }) => peak <= enough)
    .sort((a, b) => a.multiplications - b.multiplications);
  return best.segments;
}

interface Plan {
  readonly segments: readonly SegmentRange[];
  readonly peak: number;
  /** How many are recomputed. */
  readonly multiplications: number;
}

function peakBytes(costs: GraphCosts, segments: readonly SegmentRange[]): number {
  const { activations, gradients, transient } = memoryPeak(withSegments(costs, segments));
  return activations + gradients + transient;
}

/** Limits from what the largest operation saves to what all save, in equal ratios. */
function savedLimits({ tensors, ops }: GraphCosts): readonly number[] {
  const saved = ops.map(({ savedTensors, savedBytes }) =>
    savedTensors.reduce((sum, tensor) => sum + tensors[tensor], savedBytes),
  );
  const [least, most] = [Math.max(...saved), saved.reduce((sum, bytes) => sum + bytes, 0)];
  return Array.from({ length: LIMITS }, (_, at) => least * (most / least) ** (at / (LIMITS - 1)));
}

/** Plans of the first 1, 2, … segments, until the budget is met, or they recompute as much as a plan that meets it. */
function plansWithin(
  costs: GraphCosts,
  segments: readonly SegmentRange[],
  budget: number,
  maxMultiplications: number,
): readonly Plan[] {
  const plans: Plan[] = [];
  let multiplications = 0;
  for (let count = 1; count <= segments.length; count++) {
    const { from, to } = segments[count - 1];
    for (const op of costs.ops.slice(from, to)) multiplications += op.multiplications;
    if (multiplications >= maxMultiplications) break;
    const chosen = segments.slice(0, count);
    const peak = peakBytes(costs, chosen);
    plans.push({ segments: chosen, peak, multiplications });
    if (peak <= budget) break;
  }
  return plans;
}

/** The segments that store the least between them and at most `limit` inside: a shortest path over the operations. */
function cheapestCuts(costs: GraphCosts, limit: number): readonly SegmentRange[] {
  const { ops, tensors } = costs;
  const last = lastReaders(costs);
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to <= ops.length; to++) {
    best[to] = { cost: best[to - 1].cost + tensors[ops[to - 1].output], from: to - 1 };
    const saved = new Set<TensorNumber>();
    let [inside, reader] = [0, 0]; // the last operation that reads a tensor of the segment but its output
    for (let from = to - 1; from >= 0; from--) {
      const { savedTensors, savedBytes, repeatable } = ops[from];
      for (const tensor of savedTensors)
        if (!saved.has(tensor)) {
          saved.add(tensor);
          inside += tensors[tensor];
        }
      inside += savedBytes;
      if (!repeatable || inside > limit) break;
      if (to - from < 2) continue;
      reader = Math.max(reader, last[from]);
      if (reader >= to) continue;
      const cost = best[from].cost + tensors[ops[to - 1].output];
      if (cost < best[to].cost) best[to] = { cost, from };
    }
  }
  const found: SegmentRange[] = [];
  for (let to = ops.length; to > 0; to = best[to].from)
    if (to - best[to].from > 1) found.push({ from: best[to].from, to });
  return found.reverse();
}

/**
 * Segments of `count` operations, longer if more than one tensor would lead out. The last is not recomputed: the backward
 * pass needs it first.
 */
function everyPlan(costs: GraphCosts, count: number): readonly SegmentRange[] {
  const ends = segmentEnds(costs);
  const found: SegmentRange[] = [];
  let from = 0;
  costs.ops.forEach(({ repeatable }, at) => {
    if (!repeatable) from = at + 1;
    const to = at + 1;
    if (to - from < count || !ends(from, to)) return;
    if (to < costs.ops.length) found.push({ from, to });
    from = to;
  });
  return found;
}
