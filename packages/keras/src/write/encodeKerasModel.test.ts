import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { fixture, golden, inputsOf, predictAll } from "../../fixtures/goldenModels.ts";
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
