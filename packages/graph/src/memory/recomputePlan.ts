import { memoryPeak } from "./memoryPeak.ts";
import type { GraphCosts, OpCost, TensorNumber } from "./opCost.ts";

/**
 * What is computed again on the way back, in the place of being kept: `true` for as little memory as the network allows;
 * `{ every }` for stretches of so many operations; `{ bytes }` for as little as it takes to fit a step into so many bytes,
 * weights, their gradients and the optimizer's slots included.
 */
export type Recompute = boolean | { readonly every: number } | { readonly bytes: number };

/** Steps `from` up to and without `to` as one stretch. */
export interface SegmentRange {
  readonly from: number;
  readonly to: number;
}

/** How many limits to the bytes inside a stretch are tried. */
const LIMITS = 16;

/** A plan that takes this much more than the least there is counts as good, if it computes less again. */
const NEAR = 1.01;

/** The stretches of a network to compute again, in order; `fixed` is what a step holds besides. */
export function recomputePlan(
  network: GraphCosts,
  recompute: Recompute,
  fixed: number,
): readonly SegmentRange[] {
  if (recompute === false) return [];
  if (typeof recompute === "object" && "every" in recompute) return everyPlan(network, recompute.every);
  const budget = recompute === true ? -1 : recompute.bytes - fixed;
  const plain = { stretches: [], peak: total(network, []), work: 0 };
  if (plain.peak <= budget) return [];
  const plans = [plain, ...limits(network).flatMap((limit) => plansWithin(network, limit, budget))];
  const least = Math.min(...plans.map(({ peak }) => peak));
  const enough = Math.max(budget, NEAR * least);
  const [best] = plans.filter(({ peak }) => peak <= enough).sort((a, b) => a.work - b.work);
  return best.stretches;
}

interface Plan {
  readonly stretches: readonly SegmentRange[];
  readonly peak: number;
  readonly work: number;
}

function total(network: GraphCosts, stretches: readonly SegmentRange[]): number {
  const { activations, gradients, transient } = memoryPeak(withSegments(network, stretches));
  return activations + gradients + transient;
}

/** A network in which stretches are computed again. */
export function withSegments(network: GraphCosts, stretches: readonly SegmentRange[]): GraphCosts {
  const steps: OpCost[] = [];
  let done = 0;
  for (const { from, to } of stretches) {
    steps.push(...network.ops.slice(done, from), stretchStep(network.ops, from, to));
    done = to;
  }
  return { ...network, ops: [...steps, ...network.ops.slice(done)] };
}

function stretchStep(all: readonly OpCost[], from: number, to: number): OpCost {
  const inner = all.slice(from, to);
  const inputs = inputsOf(inner);
  return {
    inputs,
    output: inner[inner.length - 1].output,
    savedTensors: inputs,
    savedBytes: 0,
    scratch: 0,
    weightGradients: 0,
    work: inner.reduce((sum, { work }) => sum + work, 0),
    releasesEarly: true,
    aliasesGradient: false,
    repeatable: true,
    inner: { steps: inner, again: true },
  };
}

/** What steps read of what was made before them. */
function inputsOf(steps: readonly OpCost[]): readonly TensorNumber[] {
  const made = new Set(steps.map(({ output }) => output));
  return [...new Set(steps.flatMap(({ inputs }) => inputs))].filter((input) => !made.has(input));
}

/** Limits from what the largest step keeps to what all keep. */
function limits({ tensors, ops }: GraphCosts): readonly number[] {
  const kept = ops.map(({ savedTensors, savedBytes }) =>
    savedTensors.reduce((sum, tensor) => sum + tensors[tensor], savedBytes),
  );
  const [least, most] = [Math.max(...kept), kept.reduce((sum, bytes) => sum + bytes, 0)];
  return Array.from({ length: LIMITS }, (_, at) => least * (most / least) ** (at / (LIMITS - 1)));
}

/** Plans whose stretches keep at most `limit` inside: the first 1, 2, … of them computed again, until the budget is met. */
function plansWithin(network: GraphCosts, limit: number, budget: number): readonly Plan[] {
  const stretches = cheapestCuts(network, limit);
  const plans: Plan[] = [];
  for (let count = 1; count <= stretches.length; count++) {
    const chosen = stretches.slice(0, count);
    const peak = total(network, chosen);
    const work = chosen
      .flatMap(({ from, to }) => network.ops.slice(from, to))
      .reduce((sum, step) => sum + step.work, 0);
    plans.push({ stretches: chosen, peak, work });
    if (peak <= budget) break;
  }
  return plans;
}

/** The stretches that keep the least between them and at most `limit` inside: the cheapest way from step to step. */
function cheapestCuts(network: GraphCosts, limit: number): readonly SegmentRange[] {
  const { ops, tensors } = network;
  const ends = stretchEnds(network);
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to <= ops.length; to++) {
    best[to] = { cost: best[to - 1].cost + tensors[ops[to - 1].output], from: to - 1 };
    const saved = new Set<TensorNumber>();
    let inside = 0;
    for (let from = to - 1; from >= 0; from--) {
      const { savedTensors, savedBytes, repeatable } = ops[from];
      for (const tensor of savedTensors)
        if (!saved.has(tensor)) {
          saved.add(tensor);
          inside += tensors[tensor];
        }
      inside += savedBytes;
      if (!repeatable || inside > limit) break;
      if (to - from < 2 || !ends(from, to)) continue;
      const cost = best[from].cost + tensors[ops[to - 1].output];
      if (cost < best[to].cost) best[to] = { cost, from };
    }
  }
  const found: SegmentRange[] = [];
  for (let to = ops.length; to > 0; to = best[to].from)
    if (to - best[to].from > 1) found.push({ from: best[to].from, to });
  return found.reverse();
}

/** Whether one tensor, and that the last, leads out of a stretch. */
function stretchEnds({ ops, outputs }: GraphCosts): (from: number, to: number) => boolean {
  const lastReader = new Map<TensorNumber, number>(outputs.map((output) => [output, Infinity]));
  ops.forEach(({ inputs }, at) => {
    for (const input of inputs) lastReader.set(input, Math.max(lastReader.get(input) ?? 0, at));
  });
  return (from, to) => ops.slice(from, to - 1).every(({ output }) => (lastReader.get(output) ?? 0) < to);
}

/** Stretches of `count` steps, longer where more than one tensor would lead out; the last is kept: it is next on the way back. */
function everyPlan(network: GraphCosts, count: number): readonly SegmentRange[] {
  const ends = stretchEnds(network);
  const found: SegmentRange[] = [];
  let from = 0;
  network.ops.forEach(({ repeatable }, at) => {
    if (!repeatable) from = at + 1;
    const to = at + 1;
    if (to - from < count || !ends(from, to)) return;
    if (to < network.ops.length) found.push({ from, to });
    from = to;
  });
  return found;
}
