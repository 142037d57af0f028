import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet, type Variant } from "@tensorloom/efficientnet";
import { planStep } from "@tensorloom/graph";
import { adam, sgd } from "@tensorloom/training";
import { beforeAll, describe, expect, it } from "vitest";
import { fitWithin } from "./fitWithin.ts";

const MEGABYTE = 2 ** 20;
const network = { preprocessing: "none", classes: 1, activation: "sigmoid" } as const;

describe("fit on wasm", () => {
  beforeAll(() => useBackend("wasm"));

  // wasm's memory never shrinks, so the least comes first
  it.each([
    ["recomputes", 4, 128, "110 MB", { optimizer: sgd() }, 4],
    [
      "splits, with an average of weights and three slots",
      8,
      128,
      "210 MB",
      { optimizer: adam({ amsgrad: true }), ema: {} },
      undefined,
    ],
  ] as const)(
    "%s to keep wasm's memory below maxMemory",
    async (_, rows, size, maxMemory, options, microBatch) => {
      const inputShape = [size, size, 3] as const;
      const model = buildEfficientNet("B0", { ...network, inputShape, seed: 1 });
      const { plan, held, heap, losses } = await fitWithin(model, [rows, ...inputShape], {
        maxMemory,
        ...options,
      });
      const limit = Number.parseInt(maxMemory) * MEGABYTE;
      expect(plan?.recompute).toHaveProperty("bytes");
      if (microBatch === undefined) expect(plan?.microBatch).toBeLessThan(rows);
      else expect(plan?.microBatch).toBe(microBatch);
      expect(held).toBeLessThan(1.1 * (plan?.bytes ?? 0));
      expect(heap).toBeLessThanOrEqual(limit);
      expect(losses.every(Number.isFinite)).toBe(true);
      model.dispose();
    },
  );
});

/** A batch of 8 on wasm with Adam, within its 4 GB: rows of a pass, and whether activations are recomputed. */
const PLANS: readonly (readonly [Variant, size: number, rows: number, recomputes: boolean])[] = [
  ["B0", 224, 8, false],
  ["B0", 1024, 8, true],
  ["B1", 240, 8, false],
  ["B1", 1024, 8, true],
  ["B2", 260, 8, false],
  ["B2", 1024, 4, true],
  ["B3", 300, 8, false],
  ["B3", 1024, 4, true],
  ["B4", 380, 8, false],
  ["B4", 1024, 4, true],
  ["B5", 456, 8, true],
  ["B6", 528, 8, true],
  ["B7", 600, 8, true],
];

describe("a step of 8 images fits into wasm's memory", () => {
  beforeAll(() => useBackend("cpu"));

  it.each(PLANS)("%s at %i: passes of %i, recomputes: %j", (variant, size, rows, recomputes) => {
    const model = buildEfficientNet(variant, {
      ...network,
      inputShape: [size, size, 3],
      initialWeights: "zeros",
    });
    const { microBatch, recompute, fits, memory } = planStep(model, { batch: 8 });
    expect([microBatch, recompute !== false, fits]).toEqual([rows, recomputes, true]);
    expect(memory.total + 2 * memory.largest).toBeLessThan(4096 * MEGABYTE);
    model.dispose();
  });
});
