import {
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { allVariables } from "@tensorloom/graph/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { LAYER_CASES } from "../../fixtures/layerCases.ts";
import { lowerModel, UnsupportedLayerError } from "./lowerModel.ts";
import type { Net, NetOp, NetOpOf } from "./net.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

function kinds({ ops }: Net): readonly string[] {
  return ops.map((op) => (op.kind === "activation" ? op.activation : op.kind));
}

function opsOf<K extends NetOp["kind"]>({ ops }: Net, kind: K): readonly NetOpOf<K>[] {
  return ops.filter((op): op is NetOpOf<K> => op.kind === kind);
}

function applied(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out
}

const dense = (name: string, more: object = {}): layers.Layer => layers.dense({ name, units: 3, ...more });

describe("lowerModel", () => {
  it.each(Object.keys(LAYER_CASES))("%s: each tensor is made before it is read", (name) => {
    const model = LAYER_CASES[name]();
    const net = lowerModel(model);
    const made = new Set(net.inputs);
    const weights = new Set(allVariables(model).keys());
    for (const op of net.ops) {
      for (const tensor of op.inputs) expect(made).toContain(tensor);
      made.add(op.output);
      if ("kernel" in op) expect(weights).toContain(op.kernel.name);
    }
    for (const output of net.outputs) expect(made).toContain(output);
    expect(new Set([...made].map((tensor) => tensor.name)).size).toBe(made.size);
    expect(net.outputs.map(({ shape }) => shape)).toEqual(model.outputs.map(({ shape }) => shape.slice(1)));
  });

  it("reads the options of a convolution", () => {
    const [op] = opsOf(lowerModel(LAYER_CASES["Conv2D, valid, without bias"]()), "convolution");
    expect(op).toMatchObject({
      strides: [1, 2],
      dilations: [1, 1],
      padding: "valid",
      bias: undefined,
      depthwise: false,
    });
    expect(op.kernel.shape).toEqual([3, 3, 4, 5]);
  });

  it("opens nested models, and lets layers that pass their input on vanish", () => {
    const inner = sequential({
      layers: [
        dense("first", { inputShape: [2] }),
        layers.activation({ activation: "linear" }),
        layers.dropout({ rate: 0 }),
      ],
    });
    const net = lowerModel(sequential({ layers: [inner, dense("second", { activation: "tanh" })] }));
    expect(kinds(net)).toEqual(["dense", "dense", "tanh"]);
    expect(net.ops[1].inputs).toEqual([net.ops[0].output]);
    expect(net.ops.map(({ layer }) => layer)).toEqual(["first", "second", "second"]);
  });

  it("writes each call of a shared layer and of a shared model, with one weight", () => {
    const shared = sequential({ layers: [dense("shared", { inputShape: [3] })] });
    const x = input({ shape: [3], name: "x" });
    const twice = applied(shared, applied(shared, x));
    const net = lowerModel(
      functional({ inputs: x, outputs: applied(layers.add({ name: "sum" }), [twice, applied(shared, x)]) }),
    );
    expect(kinds(net)).toEqual(["dense", "dense", "dense", "merge"]);
    expect(opsOf(net, "dense").map(({ kernel }) => kernel.name)).toEqual(
      Array.from({ length: 3 }, () => "shared/kernel"),
    );
    expect(net.ops.map(({ output }) => output.name)).toEqual(["shared", "shared#2", "shared#3", "sum"]);
  });

  it("names weights as allVariables does if models inside repeat a name", () => {
    const part = (): LayersModel => sequential({ layers: [dense("same", { inputShape: [3] })] });
    const net = lowerModel(sequential({ layers: [part(), part()] }));
    expect(opsOf(net, "dense").map(({ kernel, bias }) => [kernel.name, bias?.name])).toEqual([
      ["same/kernel", "same/bias"],
      ["same/kernel#2", "same/bias#2"],
    ]);
  });

  it("keeps several inputs and outputs in order", () => {
    const [a, b] = [input({ shape: [3], name: "a" }), input({ shape: [3], name: "b" })];
    const sum = applied(layers.add({ name: "sum" }), [b, a]);
    const net = lowerModel(functional({ inputs: [b, a], outputs: [sum, a] }));
    expect(net.inputs.map(({ name }) => name)).toEqual(["b", "a"]);
    expect(net.outputs).toEqual([net.ops[0].output, net.inputs[1]]);
  });

  it("leaves free sides free, or takes the shapes of the options", () => {
    const model = LAYER_CASES["Conv2D, same, free sides"]();
    expect(lowerModel(model).outputs[0].shape).toEqual([null, null, 2]);
    expect(lowerModel(model, { inputShapes: [[9, 6, 3]] }).outputs[0].shape).toEqual([5, 3, 2]);
  });

  it.each([
    [[[9, 6]], "free,free,3, got 9,6"],
    [[[9, 6, 4]], "free,free,3, got 9,6,4"],
    [[], "1 shapes, got 0"],
  ])("refuses the input shapes %j", (inputShapes, message) => {
    expect(() => lowerModel(LAYER_CASES["Conv2D, same, free sides"](), { inputShapes })).toThrow(message);
  });

  it("says which weights are trained, and which normalisations are frozen", () => {
    const block = (name: string): LayersModel =>
      sequential({
        layers: [
          dense(`${name}_dense`, { inputShape: [3] }),
          layers.batchNormalization({ name: `${name}_norm` }),
        ],
      });
    const [first, second] = [block("first"), block("second")];
    const model = sequential({ layers: [first, second] });
    first.trainable = false;
    const net = lowerModel(model);
    expect(opsOf(net, "normalization").map(({ frozen }) => frozen)).toEqual([true, false]);
    expect(opsOf(net, "normalization").map(({ gamma, mean }) => [gamma?.trainable, mean.trainable])).toEqual([
      [false, false],
      [true, false],
    ]);
    expect(opsOf(net, "dense").map(({ kernel }) => kernel.trainable)).toEqual([false, true]);
  });

  it("notes the final activation", () => {
    const ends = (...last: layers.Layer[]): unknown =>
      lowerModel(sequential({ layers: [dense("head", { inputShape: [3], activation: "sigmoid" }), ...last] }))
        .finalActivation;
    expect(ends()).toBe("sigmoid");
    expect(ends(layers.dropout({ rate: 0 }))).toBe("sigmoid");
    expect(ends(layers.softmax({ axis: -1 }))).toBe("softmax");
    expect(ends(layers.reshape({ targetShape: [3, 1] }))).toBeUndefined();
  });

  it("lists every layer that it has no operations for, once", () => {
    const shared = layers.conv1d({ name: "conv", filters: 2, kernelSize: 1, inputShape: [4, 2] });
    const x = input({ shape: [4, 2] });
    const [first] = layers
      .gru({ name: "gru", units: 2, returnState: true, recurrentInitializer: "zeros" })
      .apply(applied(shared, applied(shared, x))) as SymbolicTensor[];
    const image = applied(layers.reshape({ targetShape: [1, 1, 2] }), first);
    const odd = applied(layers.reLU({ name: "cut", maxValue: 3 }), image);
    const y = applied(layers.batchNormalization({ name: "rows", axis: 1 }), odd);
    let thrown: unknown;
    try {
      lowerModel(functional({ name: "odd", inputs: x, outputs: y }));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnsupportedLayerError);
    expect((thrown as UnsupportedLayerError).reasons).toEqual([
      "layer conv is a Conv1D, which has no ONNX graph here",
      "layer gru is a GRU, which has no ONNX graph here",
      "layer cut has maxValue 3: only 6 is supported",
      "layer rows normalises axis 1, not the last one",
    ]);
  });

  it.each<readonly [() => layers.Layer, string]>([
    [
      () =>
        layers.conv2d({
          name: "first",
          filters: 1,
          kernelSize: 1,
          dataFormat: "channelsFirst",
          inputShape: [3, 4, 4],
        }),
      "layer first has dataFormat channelsFirst",
    ],
    [
      () => layers.softmax({ name: "rows", inputShape: [3, 4], axis: 1 }),
      "layer rows is a softmax over axis 1, not the last one",
    ],
    [
      () => layers.embedding({ name: "words", inputDim: 3, outputDim: 2, maskZero: true, inputLength: 2 }),
      "layer words masks its output (maskZero)",
    ],
    [
      () => layers.dense({ name: "head", units: 2, activation: "gelu_new", inputShape: [2] }),
      "the activation gelu_new of layer head is not supported",
    ],
  ])("refuses an option that has no operation: %#", (layer, reason) => {
    expect(() => lowerModel(sequential({ layers: [layer()] }))).toThrow(reason);
  });
});
