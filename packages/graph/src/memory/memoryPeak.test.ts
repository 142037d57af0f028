import { describe, expect, it } from "vitest";
import { memoryPeak } from "./memoryPeak.ts";
import { recomputePlan } from "./recomputePlan.ts";
import { withSegments } from "./segments.ts";
import type { GraphCosts, OpCost } from "./opCost.ts";

/** An operation that saves its inputs; the gradients of its weights are one byte. */
function opOf(inputs: readonly number[], output: number, more: Partial<OpCost> = {}): OpCost {
  return {
    inputs,
    output,
    savedTensors: inputs,
    savedBytes: 0,
    scratchBytes: 0,
    weightGradientBytes: 1,
    multiplications: 1,
    releasesEarly: true,
    aliasesGradient: false,
    repeatable: true,
    ...more,
  };
}

function networkOf(tensors: readonly number[], ops: readonly OpCost[]): GraphCosts {
  return { tensors, inputs: [0], outputs: [tensors.length - 1], ops, weights: { all: 0, trained: 0 } };
}

/** Input 100, then tensors 20, 30, 40; the batch itself is not counted. */
const chain = networkOf([100, 20, 30, 40], [opOf([0], 1), opOf([1], 2), opOf([2], 3)]);
/** 0 -> 1 -> 2 -> 3 = 1 + 2. */
const residual = networkOf(
  [100, 20, 60, 20, 20],
  [
    opOf([0], 1),
    opOf([1], 2),
    opOf([2], 3),
    opOf([3, 1], 4, { savedTensors: [], aliasesGradient: true, weightGradientBytes: 0 }),
  ],
);

describe("memoryPeak", () => {
  it("counts saved activations, gradients and transient memory", () => {
    // The forward pass ends with 20 + 30 saved and the output's 40. The last operation's backward pass adds the output's gradient (40), its
    // input's (30) and one byte for its weights.
    expect(memoryPeak(chain)).toEqual({ activations: 50, gradients: 1, transient: 110 });
  });

  it("releases what an operation saved after its backward pass", () => {
    const wide = networkOf([100, 200, 30, 4], chain.ops);
    // At the middle operation: 200 saved for it, 4 output, 30 gradient before and 200 after, two bytes of weights' gradients.
    // 230 + 4 + 4 + 30 + 1 at the last operation is more than 200 + 4 + 30 + 200 + 2? No: the middle one is the peak.
    expect(memoryPeak(wide)).toEqual({ activations: 200, gradients: 2, transient: 234 });
  });

  it("stores only a segment's input, and all of its activations when it is recomputed", () => {
    const again = withSegments(chain, [{ from: 0, to: 2 }]);
    // Last operation: 30 saved + 40 output + 40 and 30 gradients + 1 = 141. Then the segment: 20 saved again, 30 its output's
    // gradient, 40 output: less.
    expect(memoryPeak(again)).toEqual({ activations: 30, gradients: 1, transient: 110 });
  });

  it("shares a sum's gradient between its inputs", () => {
    // After the sum: 20 + 60 saved, output 20, one gradient of 20 for both. Then step 3: gradient of 60 and a byte.
    expect(memoryPeak(residual)).toEqual({ activations: 80, gradients: 1, transient: 20 + 20 + 60 });
  });

  it("computes no gradient before the first trained weight", () => {
    const frozen = networkOf(
      [100, 20, 30, 40],
      [opOf([0], 1, { weightGradientBytes: 0 }), opOf([1], 2, { weightGradientBytes: 0 }), opOf([2], 3)],
    );
    expect(memoryPeak(frozen)).toEqual({ activations: 50, gradients: 1, transient: 40 + 40 });
  });

  it("counts scratch memory, and what is released only at the end", () => {
    const steps = [
      opOf([0], 1),
      opOf([1], 2, { scratchBytes: 1000, releasesEarly: false, savedTensors: [1, 2] }),
      opOf([2], 3),
    ];
    const { transient, activations } = memoryPeak(networkOf([100, 20, 30, 40], steps));
    // At the second operation, backward: saved 20 + 30, output 40, gradients 30 and 20, scratch 1000.
    expect([activations, transient]).toEqual([50, 40 + 30 + 20 + 1000]);
  });
});

describe("recomputePlan", () => {
  const block = (input: number, first: number): readonly OpCost[] => [
    opOf([input], first),
    opOf([first], first + 1),
    opOf([first + 1], first + 2),
    opOf([first + 2, input], first + 3, { savedTensors: [], aliasesGradient: true }),
  ];
  /** Four residual blocks, wide inside (600, 600), narrow between (100). */
  const blocks = networkOf(
    [100, ...Array.from({ length: 4 }, () => [600, 600, 100, 100]).flat()],
    [0, 4, 8, 12].flatMap((input) => block(input, input + 1)),
  );

  it("finds the blocks, and does not recompute the last", () => {
    const plan = recomputePlan(blocks, true, 0);
    expect(plan).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 8 },
      { from: 8, to: 12 },
    ]);
    const totals = [[], plan].map((segments) => {
      const { activations, gradients, transient } = memoryPeak(withSegments(blocks, segments));
      return activations + gradients + transient;
    });
    expect(totals[1]).toBeLessThan(totals[0] / 2);
  });

  it("recomputes no more than a budget needs", () => {
    const totalOf = (segments: ReturnType<typeof recomputePlan>): number => {
      const { activations, gradients, transient } = memoryPeak(withSegments(blocks, segments));
      return activations + gradients + transient;
    };
    const plain = totalOf([]);
    expect(recomputePlan(blocks, { bytes: plain }, 0)).toEqual([]);
    expect(recomputePlan(blocks, { bytes: plain + 50 }, 100)).not.toEqual([]); // weights take part of the budget
    const counts = [1, 0.8, 0.6, 0.5].map((share) => {
      const plan = recomputePlan(blocks, { bytes: Math.ceil(plain * share) }, 0);
      expect(totalOf(plan)).toBeLessThanOrEqual(Math.ceil(plain * share));
      return plan.reduce((steps, { from, to }) => steps + to - from, 0);
    });
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(recomputePlan(blocks, { bytes: 1 }, 0)).toEqual(recomputePlan(blocks, true, 0)); // the lowest possible
  });

  it("ends a segment only if one tensor leads out", () => {
    expect(recomputePlan(blocks, { every: 2 }, 0)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 4 },
      { from: 4, to: 6 },
      { from: 6, to: 8 },
      { from: 8, to: 10 },
      { from: 10, to: 12 },
      { from: 12, to: 14 },
    ]);
    expect(recomputePlan(blocks, { every: 5 }, 0)).toEqual([{ from: 0, to: 8 }]);
  });

  it("leaves out operations that are not repeatable", () => {
    const ops = blocks.ops.map((op, at) => (at === 5 ? { ...op, repeatable: false } : op));
    const plan = recomputePlan({ ...blocks, ops }, { every: 2 }, 0);
    expect(plan.some(({ from, to }) => from <= 5 && to > 5)).toBe(false);
    expect(recomputePlan(blocks, false, 0)).toEqual([]);
  });
});
