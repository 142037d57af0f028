import "@tensorflow/tfjs-backend-wasm";
import {
  dispose,
  losses,
  randomUniform,
  type Scalar,
  tensor2d,
  type Tensor,
  Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { fuse, memoryAdvice, planStep, type Recompute, stepMemory } from "@tensorloom/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { WasmMeter } from "./wasmMeter.ts";

const MEGABYTE = 2 ** 20;

function train(model: LayersModel, shape: readonly [number, number, number, number]): void {
  const x = randomUniform([...shape], 0, 1, "float32", 1);
  const y = tensor2d(
    Array.from({ length: shape[0] }, (_, row) => row % 2),
    [shape[0], 1],
  );
  const variables = model.trainableWeights
    .map((weight): unknown => weight.read())
    .filter((weight) => weight instanceof Variable) as Variable[]; // the class's parameter is a rank, not known here
  const { value, grads } = variableGrads(
    () => losses.logLoss<Tensor, Scalar>(y, model.apply(x, { training: true }) as Tensor),
    variables,
  );
  dispose([x, y, value, ...Object.values(grads)]);
}

const CASES: readonly (readonly [variant: "B0" | "B1", size: number, batch: number, recompute: Recompute])[] =
  [
    ["B0", 64, 2, false],
    ["B0", 96, 4, false],
    ["B0", 96, 4, true],
    ["B0", 96, 4, { every: 12 }],
    ["B1", 128, 1, false],
    ["B1", 128, 2, true],
  ];

describe("stepMemory", () => {
  let meter: WasmMeter;
  beforeAll(async () => {
    await useBackend("wasm");
    meter = new WasmMeter();
  });

  it.each(CASES)(
    "%s at %i, batch %i, recompute %j: within 15 % of the measured memory",
    (variant, size, batch, recompute) => {
      const before = meter.live;
      const options = {
        preprocessing: "none",
        classes: 1,
        activation: "sigmoid",
        initialWeights: "zeros",
      } as const;
      const model = fuse(buildEfficientNet(variant, { ...options, inputShape: [size, size, 3] }), {
        recompute,
      });
      const { total } = stepMemory(model, { batch, recompute, optimizerSlots: 0 });
      train(model, [batch, size, size, 3]);
      const found = meter.highestOf(() => train(model, [batch, size, size, 3])) - before;
      expect(found / total).toBeGreaterThan(0.85);
      expect(found / total).toBeLessThan(1.15);
      model.dispose();
    },
  );
});

describe("planStep", () => {
  beforeAll(() => useBackend("cpu"));

  it("recomputes only if the batch does not fit otherwise, and before it makes the batch smaller", () => {
    const model = buildEfficientNet("B0", {
      preprocessing: "none",
      classes: 1,
      inputShape: [224, 224, 3],
      initialWeights: "zeros",
    });
    expect(planStep(model, { batch: 8, maxBytes: 600 * MEGABYTE })).toMatchObject({
      passes: 1,
      recompute: false,
    });
    const maxBytes = 250 * MEGABYTE;
    const recomputed = planStep(model, { batch: 8, maxBytes });
    expect(recomputed).toMatchObject({ passes: 1, recompute: { bytes: maxBytes }, fits: true });
    const both = planStep(model, { batch: 64, maxBytes });
    const held = 4 * model.countParams(); // about the gradients of the passes before
    expect(both).toMatchObject({
      recompute: { bytes: expect.closeTo(maxBytes - held, -6) as number },
      fits: true,
    });
    expect(both.microBatch).toBeGreaterThanOrEqual(8);
    expect(both.passes * both.microBatch).toBeGreaterThanOrEqual(64);
    const advice = memoryAdvice(model, { batch: 64, maxBytes })?.split("; ").at(-1);
    expect(advice).toMatch(
      /^fuse\(model, \{ recompute: true \}\) and a batch of \d+ would fit \(about 2\d\d MB\)$/,
    );
  });
});
