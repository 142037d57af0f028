import "@tensorflow/tfjs-backend-cpu";
import { FileWriteError } from "@tensorloom/core/node";
import { env, memory, setBackend, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { ModelFileError, saveModel } from "@tensorloom/training/node";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createPreprocess } from "../preprocess/createPreprocess.ts";
import { ClassifierFileError } from "../format/classifierFileError.ts";
import { loadClassifier } from "../load/loadClassifier.ts";
import { saveClassifier } from "./saveClassifier.ts";

const preprocess = createPreprocess({ height: 1, width: 1 });
const LABELS = ["benign", "malignant"];
const black = { data: new Uint8Array(3), height: 1, width: 1, channels: 3 };

/** A model of one sigmoid whose logit is `bias` for a black picture. */
function modelOf(bias: number): LayersModel {
  const dense = layers.dense({ units: 1, activation: "sigmoid" });
  const model = sequential({ layers: [layers.flatten({ inputShape: [1, 1, 3] }), dense] });
  dense.setWeights([tensor(new Float32Array(3), [3, 1]), tensor([bias])]);
  return model;
}

let folder: string;
const path = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(path(name), "utf8");
const edit = (name: string, change: (json: Record<string, unknown>) => object) => {
  writeFileSync(path(name), JSON.stringify(change(JSON.parse(read(name)) as Record<string, unknown>)));
};

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "classifier-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("saveClassifier", () => {
  it("stores everything that a classifier knows", async () => {
    const options = {
      labels: LABELS,
      preprocess: createPreprocess({
        height: 1,
        width: 1,
        fit: "pad",
        scaling: { mean: [0.1, 0.2, 0.3], deviation: 1 },
      }),
      kind: "binary",
      thresholds: { malignant: 0.25 },
      temperature: 1.7,
      metrics: { auc: 0.91, averagePrecision: NaN },
      training: { epochs: 3, optimizer: "adamW", schedule: { start: 0.01 } },
      card: { name: "Moles", license: "apache-2.0", tags: ["skin"] },
    } as const;
    await saveClassifier(folder, modelOf(0.3), options);
    const classifier = await loadClassifier(folder);
    const { preprocess: loaded, ...rest } = classifier.options;
    const { preprocess: saved, ...expected } = options;
    expect(rest).toEqual(expected);
    expect(loaded.options).toEqual(saved.options);
    const [best] = await classifier.classify(black);
    expect(best).toEqual({
      label: "malignant",
      score: expect.closeTo(1 / (1 + Math.exp(-0.3 / 1.7)), 6) as number,
      predicted: true,
    });
    await saveClassifier(folder, classifier.model, { ...classifier.options, thresholds: { malignant: 0.9 } });
    expect((await (await loadClassifier(folder)).classify(black))[0].predicted).toBe(false);
  });

  it("writes a model that tfjs and loadModel read, and a file that people and programs read", async () => {
    await saveClassifier(folder, modelOf(0), { labels: LABELS, preprocess });
    expect(readdirSync(folder).filter((name) => !name.startsWith("weights."))).toEqual([
      "README.md",
      "classifier.json",
      "model.json",
    ]);
    expect(JSON.parse(read("classifier.json"))).toEqual({
      format: "tensorloom-classifier",
      version: 1,
      save: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      labels: LABELS,
      kind: "binary",
      preprocess: preprocess.options,
    });
    expect(read("classifier.json")).toContain('\n  "labels": [\n'); // for people
  });

  it("checks everything before it writes", async () => {
    await expect(saveClassifier(folder, modelOf(0), { labels: ["a", "b", "c"], preprocess })).rejects.toThrow(
      "saveClassifier: a model of 1 output needs 1 or 2 labels (negative, positive), got 3",
    );
    await expect(saveClassifier(folder, modelOf(NaN), { labels: LABELS, preprocess })).rejects.toThrow(
      "holds NaN",
    );
    await expect(saveClassifier("", modelOf(0), { labels: LABELS, preprocess })).rejects.toThrow(
      "saveClassifier: folder must be a path",
    );
    await expect(
      saveClassifier(path("moles.keras"), modelOf(0), { labels: LABELS, preprocess }),
    ).rejects.toThrow("saveClassifier: folder must be a folder, got the name of a Keras file");
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path("file"), "");
    await expect(saveClassifier(path("file"), modelOf(0), { labels: LABELS, preprocess })).rejects.toThrow(
      FileWriteError,
    );
  });

  it("replaces its own README.md, and leaves one that somebody wrote or changed", async () => {
    const save = (name: string) =>
      saveClassifier(folder, modelOf(0), { labels: LABELS, preprocess, card: { name } });
    await save("First");
    await save("Second");
    expect(read("README.md")).toContain("# Second");
    const lines = read("README.md").trimEnd().split("\n");
    writeFileSync(path("README.md"), lines.slice(0, -1).join("\n"));
    await save("Third");
    expect(read("README.md")).toContain("# Second");
  });
});

describe("a classifier's folder", () => {
  const saveNamed = (name: string, bias: number) =>
    saveClassifier(folder, modelOf(bias), { labels: [`not ${name}`, name], preprocess });

  it("is the one or the other while it is saved and loaded at the same time", async () => {
    await saveNamed("low", -3);
    const saving = (async () => {
      for (let round = 0; round < 6; round++)
        await (round % 2 === 0 ? saveNamed("high", 3) : saveNamed("low", -3));
    })();
    for (let round = 0; round < 12; round++) {
      const classifier = await loadClassifier(folder);
      const [, positive] = classifier.labels;
      const score = (await classifier.classify(black)).find(({ label }) => label === positive)?.score;
      expect(score).toBeCloseTo(positive === "low" ? 1 / (1 + Math.exp(3)) : 1 / (1 + Math.exp(-3)), 6);
      await classifier.dispose();
    }
    await saving;
    expect((await loadClassifier(folder)).labels).toEqual(["not low", "low"]); // of the last save
  });

  it("is whole after a save that was killed before it wrote classifier.json", async () => {
    await saveNamed("first", 0);
    const before = read("classifier.json");
    await saveNamed("second", 0);
    writeFileSync(path("classifier.json"), before);
    expect((await loadClassifier(folder)).labels).toEqual(["not second", "second"]);
    rmSync(path("classifier.json"));
    expect((await loadClassifier(path("model.json"))).labels).toEqual(["not second", "second"]);
  });

  it("may be edited: classifier.json counts", async () => {
    await saveNamed("mole", 0);
    edit("classifier.json", (json) => ({ ...json, thresholds: { mole: 0.4 } }));
    const classifier = await loadClassifier(folder);
    expect(classifier.options.thresholds).toEqual({ mole: 0.4 });
  });

  it("may be made by hand: a model of tfjs and a classifier.json", async () => {
    await saveModel(modelOf(0), folder);
    const json = {
      format: "tensorloom-classifier",
      version: 1,
      labels: LABELS,
      preprocess: { height: 1, width: 1 },
    };
    writeFileSync(path("classifier.json"), JSON.stringify(json));
    expect((await loadClassifier(folder)).labels).toEqual(LABELS);
  });
});

describe("loadClassifier", () => {
  const load = async () => {
    const before = memory().numTensors;
    const error: unknown = await loadClassifier(folder).catch((caught: unknown) => caught);
    expect(memory().numTensors).toBe(before);
    return error as ClassifierFileError;
  };

  it.each([
    [
      { version: 2 },
      "version must be 1, got 2; a newer @tensorloom/classifier wrote it, so update the package",
    ],
    [{ version: undefined }, "version must be 1, got undefined"],
    [{ format: "other" }, 'has no classifier: format must be "tensorloom-classifier"'],
    [{ labels: undefined }, "labels is missing"],
    [{ labels: ["a", "b", "c"] }, "a model of 1 output needs 1 or 2 labels (negative, positive), got 3"],
    [{ labels: "a" }, 'labels must be a list of texts, got "a"'],
    [{ preprocess: undefined }, "preprocess is missing"],
    [{ preprocess: { height: 1 } }, "width must be an integer of at least 1, got undefined"],
    [{ preprocess: { height: 2, width: 1 } }, "and preprocess makes [any, 2, 1, 3]"],
    [{ preprocess: { height: 1, width: 1, antialiased: true } }, "unknown option antialiased"],
    [{ threshold: { malignant: 0.4 } }, "unknown option threshold"],
    [{ thresholds: { Malignant: 0.4 } }, 'there is no label "Malignant"; did you mean malignant?'],
    [{ metrics: { auc: "high" } }, 'metrics: auc must be a number, got "high"'],
  ])("names classifier.json and what is wrong with it: %j", async (change, message) => {
    await saveClassifier(folder, modelOf(0), { labels: LABELS, preprocess });
    edit("classifier.json", (json) => ({ ...json, ...change }));
    const error = await load();
    expect(error).toBeInstanceOf(ClassifierFileError);
    expect(error.file).toBe(path("classifier.json"));
    expect(error.message).toMatch(/^loadClassifier: /);
    expect(error.message).toContain(message);
  });

  it("names a classifier.json that is not JSON", async () => {
    await saveClassifier(folder, modelOf(0), { labels: LABELS, preprocess });
    writeFileSync(path("classifier.json"), "<!doctype html>");
    expect((await load()).message).toContain(
      'classifier.json: is not JSON; it begins with "<!doctype html>"',
    );
  });

  it("says so if the folder has a model without labels, or labels of another model", async () => {
    await saveModel(modelOf(0), folder);
    expect((await load()).message).toContain(
      "model.json: has a model without labels; save it with saveClassifier",
    );
    await saveClassifier(folder, modelOf(0), { labels: LABELS, preprocess });
    await saveModel(modelOf(0), folder);
    expect((await load()).message).toContain("classifier.json: is of another save than model.json");
  });

  it("has the errors of loadModel if there is no model", async () => {
    expect(await load()).toBeInstanceOf(ModelFileError);
    expect(existsSync(path("classifier.json"))).toBe(false);
  });

  it("frees the model too when it is disposed", async () => {
    await saveClassifier(folder, modelOf(0), { labels: LABELS, preprocess });
    const before = memory().numTensors;
    const classifier = await loadClassifier(folder, { engine: "tfjs" });
    expect(memory().numTensors).toBe(before + 2);
    await classifier.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
