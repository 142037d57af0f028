import {
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { lowerModel } from "./lowerModel.ts";
import { mergePads } from "./mergePads.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

const pad = (): layers.Layer =>
  layers.zeroPadding2d({
    inputShape: [5, 5, 2],
    padding: [
      [0, 1],
      [2, 3],
    ],
  });
const convolution = (padding: "same" | "valid" = "valid"): layers.Layer =>
  layers.conv2d({ filters: 2, kernelSize: 3, padding });
const merged = (model: LayersModel): readonly string[] =>
  mergePads(lowerModel(model)).ops.map(({ kind }) => kind);

describe("mergePads", () => {
  it("makes zeros before a convolution its padding", () => {
    const net = lowerModel(sequential({ layers: [pad(), convolution()] }));
    const { ops, outputs } = mergePads(net);
    expect(ops).toEqual([
      {
        ...net.ops[1],
        inputs: net.inputs,
        padding: [
          [0, 1],
          [2, 3],
        ],
      },
    ]);
    expect(outputs).toEqual(net.outputs);
  });

  it("leaves zeros before other operations, and before a convolution with padding", () => {
    expect(merged(sequential({ layers: [pad(), layers.maxPooling2d({})] }))).toEqual(["pad", "pool"]);
    expect(merged(sequential({ layers: [pad(), convolution("same")] }))).toEqual(["pad", "convolution"]);
  });

  it("leaves zeros that are read twice, or are an output", () => {
    const x = input({ shape: [5, 5, 2] });
    const padded = pad().apply(x) as SymbolicTensor;
    const outputs = [convolution(), convolution()].map((layer) => layer.apply(padded) as SymbolicTensor);
    expect(merged(functional({ inputs: x, outputs }))).toEqual(["pad", "convolution", "convolution"]);
    expect(merged(functional({ inputs: x, outputs: [padded, outputs[0]] }))).toEqual(["pad", "convolution"]);
  });
});
