import { readFileSync } from "node:fs";
import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { input, layers, model, sequential, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { beforeAll, expect, it } from "vitest";
import { modelSummary } from "../index.ts";

const file = new URL("../../fixtures/summaries.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>; // by summaries.py

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

/** The models of summaries.py. */
function buildModels() {
  const image = input({ shape: [8, 8, 3], name: "image" });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out
  const stem = { filters: 4, kernelSize: 3, padding: "same", useBias: false, name: "stem_conv" } as const;
  const convolved = apply(layers.conv2d({ ...stem, trainable: false }), image);
  const x = apply(layers.batchNormalization({ name: "stem_bn" }), convolved);
  const name = "a_convolution_with_a_name_that_is_far_too_long_for_its_column";
  const y = apply(layers.conv2d({ filters: 4, kernelSize: 1, name }), x);
  const backbone = model({
    inputs: image,
    outputs: apply(layers.add({ name: "sum" }), [x, y]),
    name: "backbone",
  });
  const whole = sequential({ name: "sequential" });
  whole.add(backbone);
  whole.add(layers.globalAveragePooling2d({ name: "global_average_pooling2d", dataFormat: "channelsLast" }));
  whole.add(layers.dense({ units: 512, activation: "relu", name: "dense" }));
  whole.add(layers.dropout({ rate: 0.25, name: "dropout" }));
  whole.add(layers.dense({ units: 1, activation: "sigmoid", name: "dense_1" }));
  return { whole, backbone };
}

it("prints what Keras prints", () => {
  const { whole, backbone } = buildModels();
  const dense = layers.dense({ units: 3232, useBias: false, inputShape: [13], name: "dense" });
  const tie = sequential({ layers: [dense], name: "tie" });
  expect({
    tie: modelSummary(tie, { lineLength: 60 }),
    whole: modelSummary(whole),
    whole76: modelSummary(whole, { lineLength: 76 }),
    backbone: modelSummary(backbone),
    backbone60: modelSummary(backbone, { lineLength: 60 }),
  }).toEqual(goldens);
  expect(() => modelSummary(whole, { lineLength: 39 })).toThrow(
    "modelSummary: lineLength must be an integer of at least 40, got 39",
  );
  whole.dispose();
  tie.dispose();
});
