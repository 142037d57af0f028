import { readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import { tensor, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { buildEfficientNet, loadWeights } from "@tensorloom/efficientnet";
import { readWeights } from "@tensorloom/efficientnet/node";
import { foldBatchNorm, fuse } from "@tensorloom/graph";
import { decodePngSync } from "@tensorloom/image";
import { expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";
import { useBackend } from "@tensorloom/backend";

const { folder, missing } = dataFolder("efficientnetb0-imagenet-notop");

it.skipIf(missing)(
  "B0 with ImageNet weights computes the same features of photos after folding, and TensorFlow's",
  async () => {
    await useBackend("wasm");
    const model = buildEfficientNet("B0", {
      preprocessing: "imagenet",
      top: false,
      pooling: "avg",
      initialWeights: "zeros",
    });
    loadWeights(model, await readWeights(folder));
    const folded = await foldBatchNorm(model);
    const quick = fuse(await foldBatchNorm(model));
    for (const photo of ["car", "panda"]) {
      const file = (name: string): Buffer => readFileSync(join(folder, "golden", `${photo}.${name}`));
      const { width, height, data } = decodePngSync(file("224.png"));
      const features = (run: (x: Tensor) => unknown): Float32Array =>
        tidy(() => {
          const y = run(tensor(data, [1, height, width, 3], "int32")) as Tensor; // one output
          return y.dataSync() as Float32Array; // of floats
        });
      const expected = features((x) => model.predict(x));
      expect(
        distance(
          features((x) => folded.predict(x)),
          expected,
        ),
      ).toBeLessThan(1e-5);
      expect(
        distance(
          features((x) => quick.apply(x)),
          expected,
        ),
      ).toBeLessThan(1e-5);
      const bytes = file("pooled.1280.f32.bin");
      const golden = Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
      expect(distance(expected, golden)).toBeLessThan(1e-4);
    }
    for (const each of [model, folded, quick] satisfies LayersModel[]) each.dispose();
  },
);

function distance(found: Float32Array, expected: Float32Array): number {
  return Math.hypot(...expected.map((value, i) => value - found[i])) / Math.hypot(...expected);
}
