import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadModel } from "./loadModel.ts";
import { ModelFileError } from "./modelFileError.ts";
import { saveModel } from "./saveModel.ts";

let folder = "";
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "keras-file-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function net(): LayersModel {
  return sequential({
    layers: [
      layers.dense({ units: 3, inputShape: [2], activation: "tanh", name: "hidden", trainable: false }),
      layers.batchNormalization({ name: "norm" }),
      layers.dense({ units: 1, name: "head" }),
    ],
  });
}

function predict(model: LayersModel): readonly number[] {
  return [...(model.predict(tensor([[1, -2]])) as Tensor).dataSync()]; // one output
}

describe.each(["model.keras", "model.h5", "model.hdf5", "MODEL.KERAS", "new/folder/model.h5"])(
  "a model saved as %s",
  (name) => {
    it("loads with its weights, names, frozen layers and metadata", async () => {
      const [model, path] = [net(), join(folder, name)];
      await saveModel(model, path, { metadata: { epoch: 7 } });
      const loaded = await loadModel(path);
      expect(predict(loaded)).toEqual(predict(model));
      expect(loaded.layers.map((layer) => [layer.name, layer.trainable]).slice(-3)).toEqual([
        ["hidden", false],
        ["norm", true],
        ["head", true],
      ]);
      expect(loaded.getUserDefinedMetadata()).toEqual({ epoch: 7 });
      expect(statSync(path).isFile()).toBe(true);
    });
  },
);

describe("a Keras file", () => {
  it("is one file, which the next save replaces", async () => {
    const path = join(folder, "model.keras");
    await saveModel(net(), path);
    const model = net();
    await saveModel(model, path);
    expect(predict(await loadModel(path))).toEqual(predict(model));
    expect(readdirSync(folder)).toEqual(["model.keras"]);
  });

  it("is known by its first bytes under any name", async () => {
    const model = net();
    await saveModel(model, join(folder, "model.h5"));
    renameSync(join(folder, "model.h5"), join(folder, "best"));
    expect(predict(await loadModel(join(folder, "best")))).toEqual(predict(model));
  });

  it("is reported if it is missing, cut off or of another kind", async () => {
    const path = join(folder, "model.keras");
    await expect(loadModel(path)).rejects.toThrow(
      new ModelFileError(path, "cannot be read: no such file or directory (ENOENT)"),
    );
    await saveModel(net(), path);
    truncateSync(path, 1000);
    await expect(loadModel(path)).rejects.toThrow(
      new ModelFileError(path, "is a zip archive that is cut off or damaged"),
    );
    writeFileSync(path, "text");
    await expect(loadModel(path)).rejects.toThrow(
      new ModelFileError(path, "is neither HDF5 nor a .keras archive"),
    );
  });

  it("is not written, and an older one stays, if Keras lacks a layer", async () => {
    const path = join(folder, "model.keras");
    await saveModel(net(), path);
    const bytes = readFileSync(path);
    const other = sequential({ layers: [layers.thresholdedReLU({ inputShape: [2], name: "threshold" })] });
    await expect(saveModel(other, path)).rejects.toThrow("threshold (ThresholdedReLU): expected a layer");
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});
