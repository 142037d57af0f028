import { createHash } from "node:crypto";
import {
  add,
  dispose,
  env,
  grad,
  memory,
  mul,
  onesLike,
  randomNormal,
  square,
  type Tensor,
  tidy,
  type Variable,
} from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as modelOf,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { updateVariables } from "@tensorloom/backend/internal";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { watchBlocks } from "../../fixtures/watchBlocks.ts";
import { fuse } from "../fuse/fuse.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { foldBatchNorm } from "../fold/foldBatchNorm.ts";
import { executeOps } from "../execute/executeOps.ts";

function applied(layer: layers.Layer, ...x: SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x.length === 1 ? x[0] : x) as SymbolicTensor;
}

function normalized(x: SymbolicTensor, activation?: "swish" | "relu6"): SymbolicTensor {
  const y = applied(layers.batchNormalization({}), x);
  return activation === undefined ? y : applied(layers.activation({ activation }), y);
}

/** A block of EfficientNet: expansion, depthwise convolution, squeeze-and-excite, projection, and what it adds to. */
function block(x: SymbolicTensor, kernelSize: number, strides = 1): SymbolicTensor {
  const channels = x.shape[3] ?? 0;
  const wide = normalized(
    applied(layers.conv2d({ filters: 3 * channels, kernelSize: 1, useBias: false }), x),
    "swish",
  );
  const deep = normalized(
    applied(layers.depthwiseConv2d({ kernelSize, strides, padding: "same", useBias: false }), wide),
    "swish",
  );
  let gate = applied(
    layers.reshape({ targetShape: [1, 1, 3 * channels] }),
    applied(layers.globalAveragePooling2d({}), deep),
  );
  gate = applied(layers.conv2d({ filters: 3, kernelSize: 1, activation: "swish" }), gate);
  gate = applied(layers.conv2d({ filters: 3 * channels, kernelSize: 1, activation: "sigmoid" }), gate);
  const excited = applied(layers.multiply({}), deep, gate);
  const narrow = normalized(
    applied(layers.conv2d({ filters: channels, kernelSize: 1, useBias: false }), excited),
  );
  return strides === 1 ? applied(layers.add({}), narrow, x) : narrow;
}

/** A small network like EfficientNet, on images of a side. */
function efficient(side: number, classes = 3): LayersModel {
  const image = input({ shape: [side, side, 3] });
  const stem = normalized(
    applied(
      layers.conv2d({ filters: 13, kernelSize: 3, strides: 2, padding: "same", useBias: false }),
      image,
    ),
    "swish",
  );
  const body = block(block(block(stem, 3), 5, 2), 5);
  const pooled = applied(layers.dropout({ rate: 0.5 }), applied(layers.globalAveragePooling2d({}), body));
  return modelOf({
    inputs: image,
    outputs: applied(layers.dense({ units: classes, activation: "softmax" }), pooled),
  });
}

/** Two inputs and three outputs, one of them in the middle, and layers that have no plan. */
function branched(): LayersModel {
  const [left, right] = [input({ shape: [10, 11, 3] }), input({ shape: [10, 11, 2] })];
  const a = applied(layers.conv2d({ filters: 4, kernelSize: 1, activation: "relu" }), left);
  const b = applied(
    layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "sigmoid" }),
    right,
  );
  const sum = applied(layers.add({}), a, b);
  const pooled = applied(layers.maxPooling2d({ poolSize: 2 }), sum);
  const deep = applied(
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, activation: "tanh" }),
    pooled,
  );
  const wide = applied(
    layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, activation: "relu" }),
    pooled,
  );
  const flat = applied(layers.flatten({}), wide);
  return modelOf({ inputs: [left, right], outputs: [flat, sum, deep] });
}

/** Random weights, also of the statistics, whose initial values would hide mistakes. */
function withWeights(model: LayersModel): LayersModel {
  tidy(() => {
    model.setWeights(
      model.weights.map(({ shape, originalName }, at) => {
        const values = randomNormal(shape as number[], 0, 0.4, "float32", at + 1); // a weight's shape is known
        return originalName.includes("variance") ? add(square(values), 0.5) : values;
      }),
    );
  });
  return model;
}

const inputsOf = (model: LayersModel, batch: number, seed: number): Tensor[] =>
  model.inputs.map(({ shape }, at) =>
    randomNormal([batch, ...(shape.slice(1) as number[])], 0, 1, "float32", seed + at),
  );

/** Digests of the bits of a prediction's outputs. */
function bits(run: () => readonly Tensor[] | Tensor): readonly string[] {
  return tidy(() =>
    [run()]
      .flat()
      .map((tensor) => createHash("md5").update(Buffer.from(tensor.dataSync().slice().buffer)).digest("hex")),
  );
}

/** The same operation by operation. */
function unplanned(model: LayersModel, inputs: readonly Tensor[]): readonly string[] {
  const values = new Map(model.inputs.map((tensor, at) => [tensor, inputs[at]]));
  return bits(() => executeOps(fusionPlan(model), values, model.outputs, {}));
}

const planned = (model: LayersModel, inputs: readonly Tensor[]): readonly string[] =>
  bits(() => model.apply(inputs.length === 1 ? inputs[0] : [...inputs]) as Tensor | Tensor[]);

const NETWORKS: Readonly<Record<string, () => LayersModel>> = {
  "a small EfficientNet": () => efficient(33),
  "one whose images are large enough for a gated filter": () => efficient(60),
  "two inputs, three outputs and layers without a plan": branched,
  "dense layers only": () =>
    sequential({ layers: [layers.flatten({ inputShape: [2, 3] }), layers.dense({ units: 2 })] }),
  "a model inside": () =>
    sequential({ layers: [efficient(20, 4), layers.dense({ units: 2, activation: "sigmoid" })] }),
};

describe.each([1, 3])("planned predictions on %i threads", (threads) => {
  beforeAll(async () => {
    env().set("IS_TEST", true);
    await useBackend("wasm", { threads });
  });
  afterAll(async () => {
    (await useBackend("wasm")).dispose();
  });

  it.each(Object.entries(NETWORKS))("of %s have the bits of its operations", async (_name, build) => {
    const whole = withWeights(build());
    for (const model of [fuse(whole), fuse(await foldBatchNorm(whole))]) {
      for (const batch of [1, 3, 8]) {
        for (const seed of [1, 2, 3]) {
          const inputs = inputsOf(model, batch, seed);
          expect(planned(model, inputs)).toEqual(unplanned(model, inputs));
          dispose(inputs);
        }
      }
      model.dispose();
    }
  });

  it("read new weights: assigned, written in place, or replaced between two predictions", () => {
    const model = fuse(withWeights(efficient(20)));
    const inputs = inputsOf(model, 2, 7);
    const expectCurrent = (): readonly string[] => {
      const found = planned(model, inputs);
      expect(found).toEqual(unplanned(model, inputs));
      return found;
    };
    const seen = [expectCurrent(), expectCurrent(), expectCurrent()].map(String);
    expect(new Set(seen).size).toBe(1);
    const [kernel] = model.layers
      .flatMap((layer) => layer.weights)
      .filter(({ name }) => name.includes("conv2d"));
    tidy(() => void kernel.write(mul(kernel.read(), 2)));
    seen.push(String(expectCurrent()), String(expectCurrent()), String(expectCurrent()));
    expect(new Set(seen).size).toBe(2);
    const variable = kernel.read() as Variable;
    tidy(() => {
      const operands = { weight: variable, gradient: onesLike(variable), slots: {} };
      expect(updateVariables("sgd", [operands], { rate: 0.5 })).toBe(true);
    });
    seen.push(String(expectCurrent()), String(expectCurrent()), String(expectCurrent()));
    expect(new Set(seen).size).toBe(3);
    withWeights(model);
    seen.push(String(expectCurrent()), String(expectCurrent()));
    expect(seen.at(-1)).toBe(seen[0]);
    dispose(inputs);
    model.dispose();
  });

  it("read statistics that another model with the same layers has moved", () => {
    const model = fuse(withWeights(efficient(20)));
    const other = fuse(modelOf({ inputs: model.inputs, outputs: model.outputs }));
    const inputs = inputsOf(model, 2, 8);
    const seen = [planned(model, inputs), planned(model, inputs)].map(String);
    tidy(() => void other.apply(inputs, { training: true }));
    const found = planned(model, inputs);
    expect(found).toEqual(unplanned(model, inputs));
    expect(seen).not.toContain(String(found));
    dispose(inputs);
    model.dispose();
  });

  it("take no more memory the more often they run, and free it with the model or for a train step", () => {
    const model = fuse(withWeights(efficient(24)));
    const inputs = [2, 3].map((batch) => inputsOf(model, batch, batch));
    const blocks = watchBlocks();
    const predict = (): void => inputs.forEach((each) => void planned(model, each));
    const { numTensors, numDataBuffers } = memory();
    predict();
    expect(blocks.live()).toBe(0);
    predict();
    const used = blocks.live();
    expect(used).toBeGreaterThan(10); // packed weights, values and lists of calls
    for (let turn = 0; turn < 5; turn++) predict();
    expect(blocks.live()).toBe(used);
    expect([memory().numTensors, memory().numDataBuffers]).toEqual([numTensors, numDataBuffers]);
    tidy(() => void model.apply(inputs[0], { training: true }));
    expect(blocks.live()).toBe(0);
    predict();
    predict();
    expect(blocks.live()).toBe(used);
    model.dispose();
    blocks.stop();
    expect(blocks.live()).toBe(0);
    inputs.forEach((each) => dispose(each));
  });

  it("do not run while a gradient is recorded", () => {
    const model = fuse(withWeights(branched()));
    const inputs = inputsOf(model, 2, 3);
    for (let turn = 0; turn < 3; turn++) planned(model, inputs);
    const slope = grad((x: Tensor) => (model.apply([x, inputs[1]]) as Tensor[])[0])(inputs[0]);
    expect(slope.shape).toEqual(inputs[0].shape);
    dispose([slope, ...inputs]);
    model.dispose();
  });
});
