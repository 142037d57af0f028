import "@tensorflow/tfjs-backend-cpu";
import { mean, ones, square, sub, tensor, zeros } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { allVariables } from "@tensorloom/graph/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { randomNumbers, randomWeights } from "../../../fixtures/stepDifference.ts";
import {
  differenceOf,
  onnxStep,
  type OnnxStep,
  type StepNumbers,
  tfjsStep,
} from "../../../fixtures/trainStep.ts";

const inputs = [randomNumbers([3, 6, 5, 2], 1)];
const targets = randomNumbers([3, 6, 5, 2], 2);

function build(options: Parameters<typeof layers.batchNormalization>[0]): LayersModel {
  const model = sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [6, 5, 2], useBias: false, name: "before" }),
      layers.batchNormalization({ name: "normalization", momentum: 0.75, ...options }),
      layers.dense({ units: 2, name: "after" }),
    ],
  });
  for (const layer of model.layers) randomWeightsOf(model, layer.name);
  return model;
}

/** The same numbers for a weight of the same name. */
function randomWeightsOf(model: LayersModel, name: string): void {
  for (const weight of model.getLayer(name).weights) {
    const seed = weight.originalName.length + weight.originalName.charCodeAt(0);
    const { data, shape } = randomNumbers(weight.shape as number[], seed); // a built weight has no free side
    const isVariance = weight.originalName.endsWith("moving_variance");
    weight.write(tensor(isVariance ? data.map((value) => 1.5 + value) : data, [...shape]));
  }
}

const step = (model: LayersModel): Promise<OnnxStep> =>
  onnxStep(model, { inputs, targets, loss: { name: "meanSquaredError" } });

function reference(model: LayersModel): StepNumbers {
  const wanted = tensor(targets.data, [...targets.shape]);
  return tfjsStep(model, inputs, (outputs) => mean(square(sub(outputs, wanted))));
}

describe.skipIf(!hasRuntime)("normalization", () => {
  beforeAll(() => useBackend("cpu"));

  it.each([
    ["scale", "gamma", ones],
    ["center", "beta", zeros],
  ] as const)("without %s is as if %s did nothing", async (option, role, neutral) => {
    const found = await step(build({ [option]: false }));
    const model = build({});
    allVariables(model)
      .get(`normalization/${role}`)
      ?.assign(neutral([4]));
    const expected = reference(model);
    expect(found.loss).toBeCloseTo(expected.loss, 5);
    expect(found.gradients.size).toBe(expected.gradients.size - 1);
    for (const [name, gradient] of found.gradients)
      expect(differenceOf(gradient, expected.gradients.get(name) ?? []), name).toBeLessThan(1e-5);
  });

  it("returns the statistics that move the model's as tfjs does", async () => {
    const model = build({});
    const before = new Map(
      [...allVariables(model)].map(([name, variable]) => [name, Float32Array.from(variable.dataSync())]),
    );
    const { graph, outputs } = await step(model);
    reference(model); // moves them
    const [{ mean: meanName, variance, momentum, batchMean, batchVariance }] = graph.statistics;
    expect(momentum).toBe(0.75);
    for (const [name, output] of [
      [meanName, batchMean],
      [variance, batchVariance],
    ]) {
      const found = outputs.get(output)?.data ?? [];
      const moved = before.get(name)?.map((value, at) => momentum * value + (1 - momentum) * found[at]);
      expect(differenceOf(moved ?? [], allVariables(model).get(name)?.dataSync() ?? []), name).toBeLessThan(
        1e-6,
      );
    }
  });

  it("keeps its digits far from zero", async () => {
    const model = build({});
    randomWeights(model);
    const far = [{ ...inputs[0], data: inputs[0].data.map((value) => 300 + value) }];
    const wanted = tensor(targets.data, [...targets.shape]);
    const expected = tfjsStep(model, far, (outputs) => mean(square(sub(outputs, wanted))));
    const found = await onnxStep(model, { inputs: far, targets, loss: { name: "meanSquaredError" } });
    expect(Math.abs(found.loss - expected.loss) / expected.loss).toBeLessThan(1e-4);
  });

  it("uses and keeps the moving statistics if it is frozen, and lets gradients through", async () => {
    const model = build({});
    model.getLayer("normalization").trainable = false;
    const { graph, gradients } = await step(model);
    expect(graph.statistics).toEqual([]);
    expect([...graph.weights.keys()]).toContain("normalization/moving_variance");
    expect([...gradients.keys()].sort()).toEqual(["after/bias", "after/kernel", "before/kernel"]);
  });
});
