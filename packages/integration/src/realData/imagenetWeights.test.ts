import { readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { buildEfficientNet, loadWeights } from "@tensorloom/efficientnet";
import { readWeights } from "@tensorloom/efficientnet/node";
import { decodePngSync } from "@tensorloom/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";

const { folder, missing } = dataFolder("efficientnetb0-imagenet-notop");

interface Golden {
  readonly images: Readonly<Record<string, { readonly png: string }>>;
}

function pooledOf(png: string): Float32Array {
  const bytes = readFileSync(join(folder, "golden", png.replace(/\.224\.png$/, ".pooled.1280.f32.bin")));
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}

function distance(a: Float32Array, b: Float32Array): number {
  const squares = a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
  return Math.sqrt(squares / b.reduce((sum, value) => sum + value ** 2, 0));
}

describe.skipIf(missing)("the real weights of EfficientNetB0", () => {
  let images: Golden["images"] = {};
  let model: LayersModel;

  beforeAll(async () => {
    ({ images } = JSON.parse(readFileSync(join(folder, "golden", "golden.json"), "utf8")) as Golden);
    tf.env().set("IS_TEST", true);
    await tf.setBackend("wasm");
    model = buildEfficientNet("B0", {
      preprocessing: "imagenet",
      top: false,
      pooling: "avg",
      initialWeights: "zeros",
    });
  });

  afterAll(() => {
    model.dispose();
  });

  it.each([
    ["a tfjs manifest", ""],
    ["legacy HDF5", "efficientnetb0_notop.legacy-layout.h5"],
    ["Keras 3 HDF5", "efficientnetb0_notop.keras3.weights.h5"],
  ])("from %s: the features of eight photos are TensorFlow's, within 1e-4", async (_, file) => {
    loadWeights(model, await readWeights(join(folder, file)));
    const photos = Object.values(images);
    expect(photos).toHaveLength(8);
    for (const { png } of photos) {
      const { width, height, data } = decodePngSync(readFileSync(join(folder, "golden", png)));
      const features = tf.tidy(() => {
        const bytes = tf.tensor(data, [1, height, width, 3], "int32");
        return (model.predict(bytes) as tf.Tensor).dataSync() as Float32Array; // one output, of floats
      });
      expect(distance(features, pooledOf(png)), png).toBeLessThan(1e-4);
    }
  });
});
