import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { memory, transpose } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { predictionOf, randomInputs, relativeError } from "../../fixtures/predictions.ts";
import { randomWeights } from "../../fixtures/randomWeights.ts";
import { messagesOf, textsOf } from "../../fixtures/readModel.ts";
import { runOnWeb } from "../../fixtures/runOnWeb.ts";
import { exportOnnx, type ExportOnnxOptions } from "./exportOnnx.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

function made(): LayersModel {
  const model = sequential({
    name: "small",
    layers: [
      layers.conv2d({ inputShape: [6, 6, 3], filters: 4, kernelSize: 3, useBias: false, name: "stem" }),
      layers.batchNormalization({ name: "norm" }),
      layers.activation({ activation: "relu", name: "relu" }),
      layers.flatten({ name: "flat" }),
      layers.dense({ units: 2, activation: "softmax", name: "head" }),
    ],
  });
  return randomWeights(model);
}

/** Names of the graph's inputs and outputs. */
function names(bytes: Uint8Array): readonly (readonly string[])[] {
  const [graph] = messagesOf(bytes, 7);
  return [11, 12].map((field) => messagesOf(graph, field).flatMap((value) => textsOf(value, 1)));
}

describe("exportOnnx", () => {
  it("predicts what the model predicts, for any batch", async () => {
    const model = made();
    const bytes = await exportOnnx(model);
    for (const batch of [1, 5]) {
      const inputs = randomInputs(model, { batch });
      expect(relativeError(await runOnWeb(bytes, inputs), predictionOf(model, inputs))).toBeLessThan(1e-5);
    }
  });

  it("takes images with the channels first", async () => {
    const model = made();
    const [image] = randomInputs(model);
    const bytes = await exportOnnx(model, { layout: "nchw" });
    const found = await runOnWeb(bytes, [transpose(image, [0, 3, 1, 2])]);
    expect(relativeError(found, predictionOf(model, [image]))).toBeLessThan(1e-5);
  });

  it("names inputs and outputs as the model's layers, or as the options say", async () => {
    const model = made();
    expect(names(await exportOnnx(model))).toEqual([["stem_input"], ["head"]]);
    const named = await exportOnnx(model, { inputNames: ["image"], outputNames: ["t0"] });
    expect(names(named)).toEqual([["image"], ["t0"]]);
    await expect(runOnWeb(named, randomInputs(model))).resolves.toHaveLength(1);
  });

  it("writes labels, preprocessing, metadata and a description", async () => {
    const bytes = await exportOnnx(made(), {
      labels: ["cat", "dog"],
      preprocessing: "RGB, 0 to 255",
      metadata: { licence: "MIT" },
      description: "Cats and dogs",
    });
    expect(textsOf(bytes, 6)).toEqual(["Cats and dogs"]);
    const metadata = messagesOf(bytes, 14).map((entry) => [textsOf(entry, 1)[0], textsOf(entry, 2)[0]]);
    expect(Object.fromEntries(metadata)).toEqual({
      licence: "MIT",
      labels: '["cat","dog"]',
      preprocessing: "RGB, 0 to 255",
    });
  });

  it("leaves the model and memory as they were", async () => {
    const model = made();
    const [image] = randomInputs(model);
    const [before] = predictionOf(model, [image]);
    const { numTensors } = memory();
    await exportOnnx(model);
    expect(memory().numTensors).toBe(numTensors);
    expect(predictionOf(model, [image])[0]).toEqual(before);
    expect(model.layers).toHaveLength(5);
  });

  it.each<readonly [ExportOnnxOptions, string]>([
    [{ layouts: "nchw" } as ExportOnnxOptions, "exportOnnx: unknown option layouts"],
    [{ layout: "chw" as "nchw" }, 'exportOnnx: layout must be one of "nchw", "nhwc", got "chw"'],
    [{ inputNames: ["a", "b"] }, "exportOnnx: inputNames must be 1 names, as many as the model has, got 2"],
    [{ outputNames: [""] }, 'exportOnnx: outputNames[0] must be a non-empty text, got ""'],
    [{ inputNames: ["x"], outputNames: ["x"] }, 'exportOnnx: names must differ, got "x" twice'],
    [{ outputNames: ["stem_input"] }, 'exportOnnx: names must differ, got "stem_input" twice'],
    [{ labels: ["cat"] }, "exportOnnx: labels must be 2, one for each place of the output, got 1"],
    [{ metadata: { a: 1 as never } }, "exportOnnx: metadata.a must be a text, got 1"],
  ])("refuses %j", async (options, message) => {
    await expect(exportOnnx(made(), options)).rejects.toThrow(message);
  });

  it("refuses a model without layers", async () => {
    await expect(exportOnnx(sequential({ name: "open" }))).rejects.toThrow(
      "exportOnnx: open must have layers, got none",
    );
  });

  it("names every layer that it cannot export", async () => {
    const model = sequential({
      name: "texts",
      layers: [
        layers.embedding({ inputDim: 9, outputDim: 3, inputLength: 5 }),
        layers.conv1d({ filters: 2, kernelSize: 2, name: "first" }),
        layers.gru({ units: 2, recurrentInitializer: "zeros", name: "second" }),
        layers.dense({ units: 1 }),
      ],
    });
    await expect(exportOnnx(model)).rejects.toThrow(
      "texts cannot be written as an ONNX graph: layer first is a Conv1D, which has no ONNX graph here; layer second is a GRU, which has no ONNX graph here. Replace these layers",
    );
  });
});
