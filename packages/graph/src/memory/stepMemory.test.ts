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
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { beforeAll, describe, expect, it } from "vitest";
import { WasmMeter } from "../../../backend/bench/wasmMeter.ts";
import { useBackend } from "@tensorloom/backend";
import { fuse } from "../execute/fuse.ts";
import { memoryAdvice } from "./memoryAdvice.ts";
import type { Recompute } from "./recomputePlan.ts";
import { stepMemory } from "./stepMemory.ts";

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
    "%s at %i, batch %i, recompute %j: within 15 % of what a step holds",
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

  it("counts weights, slots and the batch exactly", () => {
    const model = sequential({
      layers: [
        layers.conv2d({ inputShape: [4, 4, 3], filters: 5, kernelSize: 1, useBias: false, trainable: true }),
      ],
    });
    const { weights, optimizer, inputs, gradients } = stepMemory(model, { batch: 2, optimizerSlots: 3 });
    expect({ weights, optimizer, inputs, gradients }).toEqual({
      weights: 4 * 15,
      optimizer: 3 * 4 * 15,
      inputs: 4 * 2 * 48,
      gradients: 4 * 15,
    });
  });

  it("says in a sentence what would not fit, and what would", () => {
    const model = sequential({
      layers: [
        layers.batchNormalization({ inputShape: [256, 256, 4] }),
        layers.batchNormalization(),
        layers.batchNormalization(),
      ],
    });
    // A tensor is 1 MB an image. At the last step's way back: the batch, what the second and third step read, the output,
    // its gradient and that of the third step's input: 6 MB an image, and some bytes of weights.
    expect(stepMemory(model, { batch: 4 }).total / 2 ** 20).toBeCloseTo(24, 2);
    expect(memoryAdvice(model, { batch: 4 })).toBeUndefined();
    expect(memoryAdvice(model, { batch: 4, limit: 19 * 2 ** 20 })).toBe(
      "a training step with a batch of 4 takes about 25 MB (activations 8 MB, weights 1 MB, gradients 1 MB, " +
        "optimizer 1 MB), and there are 19 MB; a batch of 3 would fit (about 19 MB)",
    );
    expect(memoryAdvice(model, { batch: 4, limit: 1000 })).toMatch(
      /; take smaller images or a smaller variant, or train the head alone$/,
    );
  });

  it("asks for what it needs", () => {
    const model = sequential({
      layers: [layers.globalAveragePooling2d({ inputShape: [null, null, 3], name: "means" })],
    });
    expect(() => stepMemory(model, { batch: 1 })).toThrow(
      new RangeError("stepMemory: a side of input means_input is open; give inputShapes"),
    );
    expect(stepMemory(model, { batch: 1, inputShapes: [[2, 2, 3]] }).inputs).toBe(48);
    expect(() => stepMemory(model, { batch: 0 })).toThrow(
      "stepMemory: batch must be an integer of at least 1, got 0",
    );
  });
});
