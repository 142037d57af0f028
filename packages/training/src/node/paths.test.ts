import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModel } from "../files/loadModel.ts";
import { metricsLog } from "../logs/metricsLog.ts";
import { modelCheckpoint } from "../files/modelCheckpoint.ts";
import { saveModel } from "../files/saveModel.ts";

beforeAll(() => useBackend("cpu"));

const wrong: readonly (readonly [unknown, string])[] = [
  [undefined, "must be a path or an address (a non-empty string), got undefined"],
  ["", 'must be a path or an address (a non-empty string), got ""'],
  [{ monitor: "loss" }, "must be a path or an address (a non-empty string), got "],
  ["file://out/model", "must be a path or an address, got file://out/model: it is not the address of a file"],
];

describe.each(wrong)("a path of %j is rejected", (value, words) => {
  const path = value as string; // JavaScript passes anything

  it("by saveModel", async () => {
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
    await expect(saveModel(model, path)).rejects.toThrow(`saveModel: path ${words}`);
  });

  it("by loadModel", async () => {
    await expect(loadModel(path)).rejects.toThrow(`loadModel: path ${words}`);
  });

  it("by modelCheckpoint and metricsLog, before a run", () => {
    expect(() => modelCheckpoint(path)).toThrow(`modelCheckpoint: path ${words}`);
    expect(() => metricsLog(path)).toThrow(`metricsLog: path ${words}`);
  });
});

it("saveModel says where the model goes if the two are swapped", async () => {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
  await expect(saveModel("out/model" as never, model as never)).rejects.toThrow(
    'saveModel: model must be a LayersModel of @tensorflow/tfjs-layers, got "out/model"; write saveModel(model, …)',
  );
});
