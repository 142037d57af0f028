import {
  layers,
  type LayersModel,
  model as functional,
  sequential,
  input,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { finalActivationOf } from "@tensorloom/graph/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { endAtLogits } from "./endAtLogits.ts";
import { lowerModel } from "./lowerModel.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

const dense = (activation: "relu" | "sigmoid" | "softmax"): layers.Layer =>
  layers.dense({ inputShape: [3], units: 3, activation });
const row = (...parts: layers.Layer[]): LayersModel => sequential({ layers: parts });

/** The first of two outputs of a model inside. */
function oneOfTwo(): LayersModel {
  const x = input({ shape: [3] });
  const outputs = [dense("sigmoid"), dense("relu")].map((layer) => layer.apply(x) as SymbolicTensor);
  const inner = functional({ inputs: x, outputs });
  const outer = input({ shape: [3] });
  const [first] = inner.apply(outer) as SymbolicTensor[];
  return functional({ inputs: outer, outputs: first });
}

const MODELS: Readonly<Record<string, readonly [() => LayersModel, ends: boolean]>> = {
  "a sigmoid of a layer": [() => row(dense("relu"), dense("sigmoid")), true],
  "a softmax layer": [() => row(dense("relu"), layers.softmax({ axis: -1 })), true],
  "a sigmoid in a model inside": [() => row(row(dense("sigmoid"))), true],
  "a sigmoid before layers that return their input": [
    () => row(dense("sigmoid"), layers.activation({ activation: "linear" }), layers.dropout({ rate: 0 })),
    true,
  ],
  "a ReLU": [() => row(dense("relu")), false],
  "a dropout": [() => row(dense("softmax"), layers.dropout({ rate: 0.5 })), false],
  "one of two outputs of a model inside": [oneOfTwo, false],
};

describe("endAtLogits", () => {
  it.each(Object.entries(MODELS))("agrees with finalActivationOf on %s", (_, [build, ends]) => {
    const model = build();
    const net = lowerModel(model);
    const cut = endAtLogits(net);
    expect(finalActivationOf(model) !== undefined).toBe(ends);
    expect(cut.ops.length).toBe(net.ops.length - (ends ? 1 : 0));
    expect(cut.outputs).toEqual(ends ? net.ops.at(-1)?.inputs : net.outputs);
    expect(endAtLogits(cut)).toBe(cut);
  });
});
