import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "@tensorloom/backend";
import { stepMemory } from "./stepMemory.ts";
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
      expect(plan.memory).toEqual(stepMemory(normalizations(), { batch: Math.ceil(microBatch / replicas) }));
    },
  );

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
  ])("refuses %j", (options, sentence) => {
    expect(() => planStep(normalizations(), options)).toThrow(new RangeError(sentence));
  });
});
