import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { encodePngSync } from "@tensorloom/image";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../core/fixtures/memoryStorage.ts";
import { createPreprocess } from "../preprocess/createPreprocess.ts";
import { loadClassifier } from "../load/loadClassifier.ts";
import { saveClassifier } from "./saveClassifier.ts";

let storage: MemoryStorage;
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
  storage = memoryStorage("models");
});
afterAll(() => {
  storage.restore();
});

it("a classifier is saved below an address, loaded from it, and classifies a picture at another", async () => {
  const model = sequential({
    layers: [layers.flatten({ inputShape: [1, 1, 3] }), layers.dense({ units: 1, activation: "sigmoid" })],
  });
  await saveClassifier("models://b/moles", model, {
    labels: ["benign", "malignant"],
    preprocess: createPreprocess({ height: 1, width: 1 }),
  });
  const names = [...storage.objects.keys()].map((name) => name.replace(/[0-9a-f]{16}/, "ID")).sort();
  expect(names.map((name) => name.slice("models://b/moles/".length))).toEqual([
    "README.md",
    "classifier.json",
    "model.json",
    "weights.ID.bin",
  ]);
  storage.objects.set(
    "models://b/black.png",
    encodePngSync({ data: new Uint8Array(3), height: 1, width: 1, channels: 3 }),
  );
  for (const folder of ["models://b/moles", "models://b/moles/model.json"]) {
    const classifier = await loadClassifier(folder);
    expect(classifier.labels).toEqual(["benign", "malignant"]);
    expect((await classifier.classify("models://b/black.png")).length).toBe(2);
    await classifier.dispose();
  }
  model.dispose();
  await expect(loadClassifier("models://b/none")).rejects.toThrow(
    "models://b/none/model.json: cannot be read",
  );
});
