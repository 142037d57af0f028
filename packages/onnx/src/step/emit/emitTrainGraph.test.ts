import "@tensorflow/tfjs-backend-cpu";
import {
  input,
  layers,
  type LayersModel,
  model as graph,
  regularizers,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { randomNumbers, randomWeights, stepDifference } from "../../../fixtures/stepDifference.ts";
import { onnxStep } from "../../../fixtures/trainStep.ts";
import { lowerModel } from "../../net/lowerModel.ts";
import type { TrainGraph } from "../trainGraph.ts";
import { emitTrainGraph } from "./emitTrainGraph.ts";

const loss = { name: "meanSquaredError" } as const;
const apply = (layer: layers.Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor; // each layer here has one output

function severalInputs(): LayersModel {
  const [image, row] = [input({ shape: [6, 6, 2] }), input({ shape: [3] })];
  const features = apply(
    layers.globalAveragePooling2d({}),
    apply(layers.conv2d({ filters: 4, kernelSize: 3 }), image),
  );
  const together = apply(layers.concatenate(), features, apply(layers.dense({ units: 5 }), row));
  return graph({ inputs: [image, row], outputs: apply(layers.dense({ units: 2 }), together) });
}

function sharedLayers(): LayersModel {
  const start = input({ shape: [4] });
  const shared = layers.dense({ units: 4, activation: "tanh" });
  const outputs = apply(layers.multiply(), apply(shared, apply(shared, start)), apply(shared, start));
  return graph({ inputs: start, outputs });
}

function nested(): LayersModel {
  const inner = sequential({
    layers: [
      layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [7, 7, 2] }),
      layers.activation({ activation: "swish" }),
    ],
  });
  return sequential({
    layers: [sequential({ layers: [inner, layers.flatten()] }), layers.dense({ units: 2 })],
  });
}

function frozenBackbone(): LayersModel {
  const backbone = sequential({
    layers: [
      layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [7, 7, 2] }),
      layers.batchNormalization(),
      layers.activation({ activation: "relu" }),
      layers.globalAveragePooling2d({}),
    ],
  });
  backbone.trainable = false;
  return sequential({ layers: [backbone, layers.dense({ units: 2, name: "head" })] });
}

const emit = (model: LayersModel): TrainGraph => emitTrainGraph(lowerModel(model), { batch: 2, loss });

describe("the graph of a train step", () => {
  beforeAll(() => useBackend("cpu"));

  describe.skipIf(!hasRuntime)("has tfjs's gradients", () => {
    it.each(Object.entries({ severalInputs, sharedLayers, nested }))("of %s", async (_name, build) => {
      expect(await stepDifference(build())).toBeLessThan(1e-5);
    });

    it("without regularisers, which belong to the caller", async () => {
      const build = (kernelRegularizer?: ReturnType<typeof regularizers.l2>): LayersModel => {
        const model = sequential({
          layers: [
            layers.dense({
              units: 2,
              inputShape: [3],
              name: "dense",
              ...(kernelRegularizer && { kernelRegularizer }),
            }),
          ],
        });
        randomWeights(model);
        return model;
      };
      const batch = { inputs: [randomNumbers([2, 3])], targets: randomNumbers([2, 2]), loss };
      const [plain, regularized] = [
        await onnxStep(build(), batch),
        await onnxStep(build(regularizers.l2({ l2: 0.5 })), batch),
      ];
      expect(regularized.loss).toBe(plain.loss);
      expect(regularized.gradients).toEqual(plain.gradients);
    });
  });

  it("has no backward pass of what is frozen", () => {
    const { gradients, statistics, model, weights } = emit(frozenBackbone());
    expect([...gradients.keys()].sort()).toEqual(["head/bias", "head/kernel"]);
    expect(statistics).toEqual([]);
    const operators = model.nodes.map(({ op }) => op);
    expect(operators.filter((op) => op === "Conv")).toHaveLength(1);
    expect(operators).not.toContain("Where");
    expect(operators).not.toContain("ConvTranspose");
    expect(weights.size).toBe(8);
  });

  it("has standard operators only, and no node that nothing reads", () => {
    const { model } = emit(nested());
    expect(Object.keys(model.opsets)).toEqual([""]);
    const read = new Set([
      ...model.nodes.flatMap(({ inputs }) => inputs),
      ...model.outputs.map(({ name }) => name),
    ]);
    expect(model.nodes.filter(({ outputs }) => !outputs.some((name) => read.has(name)))).toEqual([]);
  });

  it("ends at the logits", () => {
    const model = sequential({
      layers: [layers.dense({ units: 2, inputShape: [3], activation: "softmax" })],
    });
    const categorical = { name: "categoricalCrossEntropy", labelSmoothing: 0, fromLogits: false } as const;
    const { finalActivation, logits } = emitTrainGraph(lowerModel(model), { batch: 2, loss: categorical });
    expect(finalActivation).toBe("softmax");
    expect(logits).toEqual({ name: "logits", shape: [2, 2] });
  });

  it("refuses free sides and several outputs", () => {
    const free = sequential({
      layers: [layers.globalAveragePooling2d({ inputShape: [null, null, 3], name: "pool" })],
    });
    expect(() => emit(free)).toThrow(/has the shape \[null, null, 3\]; pass inputShapes/);
    const start = input({ shape: [4] });
    const outputs = [apply(layers.dense({ units: 1 }), start), apply(layers.dense({ units: 1 }), start)];
    expect(() => emit(graph({ inputs: start, outputs }))).toThrow(/a train step needs one output, got 2/);
  });
});
