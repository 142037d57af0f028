import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { fuse } from "@tensorloom/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { fixture, golden, inputsOf, predictAll } from "../../fixtures/goldenModels.ts";
import { KerasModelError } from "../errors/kerasModelError.ts";
import { decodeKerasModel } from "../read/decodeKerasModel.ts";
import { encodeKerasModel } from "./encodeKerasModel.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

const MODELS = ["sequential", "nested", "recurrent", "images", "rows", "operations"];
const CASES = MODELS.flatMap((name) => [[name, "keras"] as const, [name, "h5"] as const]);

describe("encodeKerasModel", () => {
  it.each(CASES)("writes %s as .%s, which decodes to the same model", async (name, format) => {
    const model = await decodeKerasModel(fixture(`${name}.keras`));
    const again = await decodeKerasModel(await encodeKerasModel(model, { format, metadata: { epoch: 3 } }));
    expect(again.layers.map((layer) => layer.name)).toEqual(model.layers.map((layer) => layer.name));
    expect(again.getUserDefinedMetadata()).toEqual({ epoch: 3 });
    expect(predictAll(again, inputsOf(golden[name]))).toEqual(predictAll(model, inputsOf(golden[name])));
  });
});

describe("a model that Keras cannot compute", () => {
  it("is refused, and every layer is listed with its place", async () => {
    const inner = sequential({
      name: "inner",
      layers: [
        layers.lstm({ units: 2, inputShape: [3, 4], name: "words", recurrentInitializer: "zeros" }),
        layers.thresholdedReLU({ name: "cut" }),
      ],
    });
    const model = sequential({ layers: [inner, layers.dense({ units: 1, name: "head" })] });
    await expect(encodeKerasModel(model, { format: "h5" })).rejects.toThrow(
      new KerasModelError("encodeKerasModel: Keras cannot compute every layer of the model", [
        {
          path: "inner/words",
          className: "LSTM",
          expected: "recurrent_activation to be an activation that Keras 3 has",
          got: '"hard_sigmoid"',
        },
        {
          path: "inner/cut",
          className: "ThresholdedReLU",
          expected: "a layer that Keras 3 has",
          got: "ThresholdedReLU",
        },
      ]),
    );
  });

  it("is refused if the options are wrong", async () => {
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
    await expect(encodeKerasModel(model, { format: "pb" as never })).rejects.toThrow(
      "encodeKerasModel: format",
    );
    await expect(encodeKerasModel(model, { format: "h5", meta: {} } as never)).rejects.toThrow("metadata");
  });
});

it("writes a fused model as its layers", async () => {
  const model = fuse(await decodeKerasModel(fixture("sequential.keras")));
  const again = await decodeKerasModel(await encodeKerasModel(model, { format: "keras" }));
  expect(again.layers.map((layer) => layer.getClassName())).toEqual(
    model.layers.map((layer) => layer.getClassName()),
  );
});
