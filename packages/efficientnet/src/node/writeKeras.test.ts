import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential, type LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { weightsByRule } from "../../fixtures/weightsByRule.ts";
import { buildEfficientNet } from "../architecture/buildEfficientNet.ts";
import { loadWeights } from "../weights/loadWeights.ts";
import { plan } from "../architecture/plan.ts";
import { weightShapes } from "../architecture/weightShapes.ts";
import { readWeights } from "../files/readWeights.ts";
import { writeKeras } from "../files/writeKeras.ts";

const numbers = weightsByRule(weightShapes(plan("B0"), 10));
let folder: string;
let model: LayersModel;

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
  folder = mkdtempSync(join(tmpdir(), "tensorloom-write-"));
  model = buildEfficientNet("B0", {
    preprocessing: "imagenet",
    inputShape: [32, 32, 3],
    classes: 10,
    initialWeights: "zeros",
  });
  loadWeights(model, numbers);
});

afterAll(() => {
  model.dispose();
  rmSync(folder, { recursive: true });
});

describe("writeKeras", () => {
  it("writes what readWeights reads, and leaves no other file", async () => {
    const path = join(folder, "model.h5");
    await writeKeras(path, model);
    await writeKeras(path, model); // replaces the first
    const read = await readWeights(path);
    expect([...read.keys()].sort()).toEqual([...numbers.keys()].sort());
    for (const [name, { data, shape }] of read) {
      const weight = numbers.get(name);
      expect(shape).toEqual(weight?.shape);
      expect(data.every((value, i) => value === weight?.data[i])).toBe(true);
    }
    expect(readdirSync(folder)).toEqual(["model.h5"]);
  });

  it("writes an inner model like Keras: one group for all its weights", async () => {
    const inner = sequential({
      name: "inner",
      layers: [layers.dense({ name: "a", units: 2, inputShape: [3] })],
    });
    const outer = sequential({ layers: [inner, layers.dense({ name: "b", units: 1 })] });
    const path = join(folder, "nested.h5");
    await writeKeras(path, outer);
    expect([...(await readWeights(path)).keys()]).toEqual(["a/kernel", "a/bias", "b/kernel", "b/bias"]);
    outer.dispose();
  });

  it("reports the system's error, and leaves no file", async () => {
    const nowhere = join(folder, "nowhere", "model.h5");
    await expect(writeKeras(nowhere, model)).rejects.toThrow(
      `cannot write ${nowhere}: no such file or directory (ENOENT)`,
    );
  });

  const python = process.env["TENSORLOOM_PYTHON"];
  it.skipIf(python === undefined)("is read by keras.applications by name", async () => {
    const path = join(folder, "for-keras.h5");
    await writeKeras(path, model);
    const script = [
      "import sys, keras",
      "whole = keras.models.load_model(sys.argv[1], compile=False)",
      "named = keras.applications.EfficientNetB0(weights=None, classes=10, input_shape=(32, 32, 3))",
      "named.load_weights(sys.argv[1], by_name=True)",
      "print(all((a == b).all() for a, b in zip(whole.get_layer('top_bn').get_weights(), named.get_layer('top_bn').get_weights())))",
    ].join("\n");
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    };
    expect(
      execFileSync(python ?? "", ["-c", script, path], options)
        .trim()
        .split("\n")
        .at(-1),
    ).toBe("True");
  });
});
