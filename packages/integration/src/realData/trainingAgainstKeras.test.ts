import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { buildEfficientNet, loadWeights } from "@tensorloom/efficientnet";
import { readWeights } from "@tensorloom/efficientnet/node";
import { decodePngSync } from "@tensorloom/image";
import { binaryCrossEntropy, evaluate, fit, sparseCategoricalCrossEntropy } from "@tensorloom/training";
import { env, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";

/** Needs the real weights of B0, and in `TENSORLOOM_PYTHON` a Python with Keras. */
const { folder: data, missing } = dataFolder("efficientnetb0-imagenet-notop");
const python = process.env["TENSORLOOM_PYTHON"];
const STEPS = 20;

interface KerasRun {
  readonly evaluated: number;
  readonly losses: readonly number[];
}

/** A head's kernel by rule, so that Keras has the same: larger ones make surer, and wronger, outputs. */
function kernelOf(units: number, scale: number): readonly number[] {
  return Array.from({ length: 1280 * units }, (_, i) => Math.fround(scale * Math.sin(i * 1.7 + 1)));
}

function keras(run: object): KerasRun {
  const file = join(mkdtempSync(join(tmpdir(), "b0-")), "run.json");
  writeFileSync(file, JSON.stringify(run));
  const script = join(import.meta.dirname, "./kerasSteps.py");
  const output = execFileSync(python ?? "python3", [script, data, file], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return JSON.parse(output.slice(output.indexOf('{"evaluated"'))) as KerasRun; // what the script prints
}

async function network(units: number, kernel: readonly number[]): Promise<LayersModel> {
  const base = buildEfficientNet("B0", {
    preprocessing: "imagenet",
    top: false,
    pooling: "avg",
    dropConnect: 0,
    initialWeights: "zeros",
  });
  loadWeights(base, await readWeights(join(data, "efficientnetb0_notop.keras3.weights.h5")));
  const head = layers.dense({ units, activation: units === 1 ? "sigmoid" : "softmax" });
  const model = sequential({ layers: [base, head] });
  head.setWeights([tensor([...kernel], [1280, units]), tensor(new Float32Array(units))]);
  return model;
}

describe.skipIf(python === undefined || missing)("twenty steps of Adam on the real B0", () => {
  it.each([{ units: 1, scale: 1, rate: 1e-4 }])(
    "have Keras's losses to 1e-4, batch normalisation training: $units output at rate $rate",
    { timeout: 600_000 },
    async ({ units, scale, rate }) => {
      env().set("IS_TEST", true);
      await useBackend("wasm");
      const { images } = JSON.parse(readFileSync(join(data, "golden", "golden.json"), "utf8")) as {
        readonly images: Readonly<Record<string, { readonly png: string }>>;
      };
      const files = Object.values(images).map(({ png }) => png);
      const targets = files.map((_, i) => (units === 1 ? i % 2 : i % 3));
      const kernel = kernelOf(units, scale);
      const expected = keras({ images: files, targets, kernel, rate, steps: STEPS, units });

      const pixels = files.map((file) => decodePngSync(readFileSync(join(data, "golden", file))).data);
      const size = pixels[0].length;
      const inputs = new Float32Array(files.length * size);
      for (const [at, picture] of pixels.entries()) inputs.set(picture, at * size);
      const batch = {
        inputs: { data: inputs, shape: [files.length, 224, 224, 3] },
        targets: { data: Float32Array.from(targets), shape: [files.length] },
      };
      const model = await network(units, kernel);
      const loss = units === 1 ? binaryCrossEntropy() : sparseCategoricalCrossEntropy();
      const train = fromArray([batch]);
      const before = await evaluate(model, train, { loss, metrics: [] });
      const { epochs } = await fit(model, { train, loss, epochs: STEPS, schedule: rate, metrics: [] });
      const found = epochs.map(({ logs }) => logs["loss"]);
      expect(Math.abs(before["loss"] / expected.evaluated - 1)).toBeLessThan(1e-4);
      // The loss falls from 4 to 3e-6; what float32 leaves of so small a one is 1e-7 of the first.
      for (const [at, value] of found.entries())
        expect(Math.abs(value - expected.losses[at])).toBeLessThan(
          Math.max(1e-4 * expected.losses[at], 1e-7),
        );
    },
  );
});
