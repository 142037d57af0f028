import "@tensorflow/tfjs-backend-cpu";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime, type Numbers } from "../../../fixtures/runModel.ts";
import { stepDifference } from "../../../fixtures/stepDifference.ts";
import { onnxStep } from "../../../fixtures/trainStep.ts";

const NAMED = [
  "elu",
  "gelu",
  "hardSigmoid",
  "mish",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softmax",
  "softplus",
  "softsign",
  "swish",
  "tanh",
] as const;

/** Those that tfjs can differentiate. */
const LAYERS = {
  "leaky ReLU": () => layers.leakyReLU({ alpha: 0.2 }),
  "ReLU of at most 6": () => layers.reLU({ maxValue: 6 }),
  ELU: () => layers.elu(),
} as const;

describe.skipIf(!hasRuntime)("an activation", () => {
  beforeAll(() => useBackend("cpu"));

  it.each(NAMED)("%s has tfjs's gradients", async (activation) => {
    const model = sequential({
      layers: [
        layers.dense({ units: 40, inputShape: [5] }),
        layers.activation({ activation: activation }), // tfjs's type lacks some of its own
        layers.dense({ units: 2 }),
      ],
    });
    expect(await stepDifference(model)).toBeLessThan(1e-5);
  });

  it.each(NAMED)("%s has tfjs's gradients on images", async (activation) => {
    const model = sequential({
      layers: [
        layers.dense({ units: 7, inputShape: [2, 3, 5] }),
        layers.activation({ activation: activation }), // tfjs's type lacks some of its own
        layers.dense({ units: 2 }),
      ],
    });
    expect(await stepDifference(model)).toBeLessThan(1e-5);
  });

  it.each(Object.entries(LAYERS))("%s has tfjs's gradients", async (_name, layer) => {
    const model = sequential({
      layers: [layers.dense({ units: 40, inputShape: [5] }), layer(), layers.dense({ units: 2 })],
    });
    expect(await stepDifference(model)).toBeLessThan(1e-5);
  });

  it("thresholded ReLU passes what lies above its threshold", async () => {
    const one = (value: number): Numbers => ({ data: Float32Array.of(value), shape: [1, 1] });
    const kernelOf = async (value: number): Promise<number> => {
      const dense = layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones", useBias: false });
      const model = sequential({ layers: [dense, layers.thresholdedReLU({ theta: 0.5 })] });
      const loss = { name: "meanSquaredError" } as const;
      const { gradients } = await onnxStep(model, { inputs: [one(value)], targets: one(3), loss });
      return [...gradients.values()][0][0];
    };
    expect(await kernelOf(0.25)).toBeCloseTo(0, 6);
    expect(await kernelOf(2)).toBeCloseTo(2 * (2 - 3) * 2, 6);
  });
});
