import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { input, loadLayersModel, model, type LayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { addPreprocessing, type Preprocessing } from "./preprocessing.ts";

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
});

/** Two pixels of bytes: black, and one of ImageNet's mean plus a deviation in each channel. */
const pixels = [0, 0, 0, 182.07, 173.4, 160.905];

function preprocessing(name: Preprocessing): LayersModel {
  const image = input({ name: "input_layer", shape: [null, null, 3] });
  return model({ inputs: image, outputs: addPreprocessing(image, name) });
}

function run(
  network: LayersModel,
  values: readonly number[],
  dtype: "float32" | "int32" = "float32",
): readonly number[] {
  return tf.tidy(() => {
    const bytes = tf.tensor([...values], [1, 1, values.length / 3, 3], dtype);
    return [...(network.predict(bytes) as tf.Tensor).dataSync()];
  });
}

describe("addPreprocessing", () => {
  it.each([
    ["unit", [0, 0, 0, 0.714, 0.68, 0.631]],
    ["imagenet", [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225, 1, 1, 1]],
  ] as const)("%s rescales as its name says", (name, expected) => {
    const network = preprocessing(name);
    for (const [i, value] of run(network, pixels).entries()) expect(value).toBeCloseTo(expected[i], 5);
  });

  it("accepts bytes from a decoder", () => {
    const network = preprocessing("unit");
    const bytes = [0, 51, 255];
    for (const [i, value] of run(network, bytes, "int32").entries())
      expect(value).toBeCloseTo([0, 0.2, 1][i], 6);
  });

  it("uses stock layers: a saved model loads in stock tfjs and returns the same", async () => {
    const network = preprocessing("imagenet");
    const json = network.toJSON(null, false) as tf.io.ModelArtifacts["modelTopology"] & object;
    const loaded = await loadLayersModel(
      tf.io.fromMemory({ modelTopology: json, weightSpecs: [], weightData: new ArrayBuffer(0) }),
    );
    expect(loaded.layers.map((layer) => layer.getClassName())).toEqual([
      "InputLayer",
      "Rescaling",
      "Rescaling",
    ]);
    expect(run(loaded, pixels)).toEqual(run(network, pixels));
  });
});
