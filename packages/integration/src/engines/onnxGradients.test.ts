import "@tensorflow/tfjs-backend-wasm";
import { dropout, mean, ones, type Scalar, tensor, variableGrads } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { fuse } from "@tensorloom/graph";
import { applyToLogits, trainableVariables } from "@tensorloom/graph/internal";
import { binaryCrossEntropy } from "@tensorloom/training";
import { beforeAll, describe, expect, it } from "vitest";
import { randomize } from "../../../graph/fixtures/predictions.ts";
import { hasRuntime } from "../../../onnx/fixtures/runModel.ts";
import { randomNumbers } from "../../../onnx/fixtures/stepDifference.ts";
import { onnxStep } from "../../../onnx/fixtures/trainStep.ts";

const BATCH = 4;
const SIDE = 64;
const SEED = 11;

function network(): LayersModel {
  const base = buildEfficientNet("B0", {
    preprocessing: "none",
    top: false,
    pooling: "avg",
    inputShape: [SIDE, SIDE, 3],
    initialWeights: "zeros",
  });
  // tfjs draws a new mask for each step without a seed.
  for (const layer of base.layers) if ("rate" in layer && "seed" in layer) layer.seed = SEED;
  return randomize(sequential({ layers: [base, layers.dense({ units: 1, activation: "sigmoid" })] }));
}

/**
 * The norm of a difference by the norm of the expected numbers.
 *
 * A norm below 1e-2 is a rounding error here: a shift that the next normalisation takes away has none.
 */
function distance(found: Float32Array, expected: Float32Array = new Float32Array()): number {
  const norm = (values: Float32Array): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (found.length !== expected.length || expected.length === 0) return Infinity;
  return norm(expected.map((value, at) => value - found[at])) / Math.max(norm(expected), 1e-2);
}

describe.skipIf(!hasRuntime)("a train step of EfficientNet-B0 on ONNX Runtime", () => {
  beforeAll(() => useBackend("wasm"));

  it("has the loss and all gradients of our wasm engine", async () => {
    const model = network();
    const inputs = randomNumbers([BATCH, SIDE, SIDE, 3], 2);
    const targets = Float32Array.of(0, 1, 1, 0);
    const found = await onnxStep(model, {
      inputs: [inputs],
      targets: { data: targets, shape: [BATCH, 1] },
      loss: { name: "binaryCrossEntropy", labelSmoothing: 0, fromLogits: false },
      drawMask: ({ rate, shape }) =>
        Float32Array.from(dropout(ones([...shape]), rate, undefined, SEED).dataSync()),
    });

    const variables = trainableVariables(model);
    const fused = fuse(model);
    const loss = binaryCrossEntropy({ fromLogits: true });
    const wanted = tensor(targets, [BATCH, 1]);
    const { value, grads } = variableGrads(() => {
      const { values } = applyToLogits(fused, [tensor(inputs.data, [...inputs.shape])], { training: true });
      return mean<Scalar>(loss.compute(wanted, values));
    }, [...variables.values()]);
    expect(found.graph.masks.length).toBeGreaterThan(0);
    expect(Math.abs(found.loss - value.dataSync()[0]) / found.loss).toBeLessThan(1e-4);
    expect(found.gradients.size).toBe(213);
    const expected = new Map(Object.entries(grads));
    const differences = [...variables].map(([name, variable]) =>
      distance(
        found.gradients.get(name) ?? new Float32Array(),
        expected.get(variable.name)?.dataSync<"float32">(),
      ),
    );
    expect(Math.max(...differences)).toBeLessThan(1e-4);
  });
});
