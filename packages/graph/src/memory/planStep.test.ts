import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "@tensorloom/backend";
import { stepMemory } from "./stepMemory.ts";
import { heapFor } from "./fitsMemory.ts";
import { planStep } from "./planStep.ts";

const MEGABYTE = 2 ** 20;

/** A tensor of 1 MB per image, 6 MB per image at the highest point of a step, 2 MB in a prediction. */
function normalizations(): LayersModel {
  return sequential({
    layers: [
      layers.batchNormalization({ inputShape: [256, 256, 4] }),
      layers.batchNormalization(),
      layers.batchNormalization(),
    ],
  });
}

describe("planStep", () => {
  beforeAll(() => useBackend("cpu"));

  it("leaves a batch that fits as it is", () => {
    expect(planStep(normalizations(), { batch: 4 })).toMatchObject({
      microBatch: 4,
      passes: 1,
      recompute: false,
      fits: true,
    });
  });

  it.each([
    [8, 49, 1, 8, 1],
    [8, 31, 1, 4, 2], // up to 5 rows fit: two passes of 4 rather than 5 and 3
    [8, 19, 1, 3, 3],
    [8, 19, 2, 4, 2], // two rows for each of two replicas
    [7, 7, 1, 1, 7],
  ])(
    "batch %i within %i MB on %i replicas: micro-batches of %i, %i passes",
    (batch, megabytes, replicas, microBatch, passes) => {
      const maxBytes = megabytes * MEGABYTE;
      const plan = planStep(normalizations(), { batch, maxBytes, replicas, recompute: false });
      expect(plan).toMatchObject({ microBatch, passes, fits: true });
      expect(plan.memory.total).toBeLessThanOrEqual(maxBytes);
      const accumulates = passes > 1;
      expect(plan.memory).toEqual(
        stepMemory(normalizations(), { batch: Math.ceil(microBatch / replicas), accumulates }),
      );
    },
  );

  it("keeps what wasm's memory grows to below heapBytes, gaps and growth included", () => {
    const heapBytes = 64 * MEGABYTE;
    const plan = planStep(normalizations(), { batch: 8, heapBytes, recompute: false });
    // 16 MB for everything else and a fifth for growth leave 40 MB, and 8 MB of that are lost to gaps
    expect(plan).toMatchObject({ microBatch: 4, fits: true });
    expect(heapFor(plan.memory)).toBeLessThanOrEqual(heapBytes);
    expect(heapFor(stepMemory(normalizations(), { batch: 5 }))).toBeGreaterThan(heapBytes - 16 * MEGABYTE);
  });

  it("counts the slots of the optimizer, and gradients that are held between passes", () => {
    const model = sequential({ layers: [layers.dense({ inputShape: [512], units: 512, useBias: false })] }); // 1 MB
    const total = (options: object): number => stepMemory(model, { batch: 1, ...options }).total / MEGABYTE;
    const [none, adam, amsgrad] = [0, 2, 3].map((optimizerSlots) => total({ optimizerSlots }));
    expect([adam - none, amsgrad - none]).toEqual([2, 3]);
    expect(total({ accumulates: true }) - adam).toBe(1);
    expect(planStep(model, { batch: 2, maxBytes: 4.1 * MEGABYTE })).toMatchObject({ passes: 1, fits: true });
    expect(planStep(model, { batch: 2, maxBytes: 4.1 * MEGABYTE, optimizerSlots: 3 }).fits).toBe(false);
  });

  it("reports if a single row is too large", () => {
    expect(planStep(normalizations(), { batch: 8, maxBytes: MEGABYTE })).toMatchObject({
      microBatch: 1,
      passes: 8,
      fits: false,
    });
  });

  it("plans predictions too, whose forward pass saves nothing", () => {
    const { total, activations, gradients, optimizer } = stepMemory(normalizations(), {
      batch: 4,
      training: false,
    });
    expect({ activations, gradients, optimizer }).toEqual({ activations: 0, gradients: 0, optimizer: 0 });
    expect(total / MEGABYTE).toBeCloseTo(12, 2); // the batch, and the input and output of one layer
    expect(planStep(normalizations(), { batch: 8, maxBytes: 13 * MEGABYTE, training: false })).toMatchObject({
      microBatch: 4,
    });
  });

  it.each([
    [{ batch: 0 }, "planStep: batch must be an integer of at least 1, got 0"],
    [{ batch: 1, replicas: 0 }, "planStep: replicas must be an integer of at least 1, got 0"],
    [{ batch: 1, maxBytes: NaN }, "planStep: maxBytes must be above 0, got NaN"],
    [{ batch: 1, heapBytes: 0 }, "planStep: heapBytes must be above 0, got 0"],
    [{ batch: 1, heapBytes: 1, maxBytes: 1 }, "planStep: maxBytes and heapBytes exclude each other"],
  ])("refuses %j", (options, sentence) => {
    expect(() => planStep(normalizations(), options)).toThrow(new RangeError(sentence));
  });
});
