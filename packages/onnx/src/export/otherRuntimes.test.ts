import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { abs } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { LAYER_CASES } from "../../fixtures/layerCases.ts";
import { type Output, predictionOf, randomInputs, relativeError } from "../../fixtures/predictions.ts";
import { randomCnn } from "../../fixtures/randomCnn.ts";
import { randomWeights } from "../../fixtures/randomWeights.ts";
import { hasRuntime, runModel } from "../../fixtures/runModel.ts";
import { inferenceModel } from "../inference/inferenceModel.ts";
import { exportOnnx } from "./exportOnnx.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

const models = (): readonly LayersModel[] => [
  ...Object.values(LAYER_CASES).map((build) => randomWeights(build())),
  ...Array.from({ length: 10 }, (_, at) => randomCnn(100 + at)),
];

const python = process.env["TENSORLOOM_PYTHON"];

describe("exported models in Python", () => {
  it.skipIf(python === undefined)("pass onnx.checker, and predict the same in ONNX Runtime", async () => {
    const folder = mkdtempSync(join(tmpdir(), "onnx-"));
    const expected: (readonly Output[])[] = [];
    const folders: string[] = [];
    for (const [at, model] of models().entries()) {
      const place = join(folder, String(at));
      mkdirSync(place);
      const inputs = randomInputs(model).map((x) => abs(x)); // indices of an embedding are not negative
      writeFileSync(join(place, "model.onnx"), await exportOnnx(model));
      inputs.forEach((x, input) => {
        writeFileSync(
          join(place, `input${String(input)}.bin`),
          new Uint8Array(x.dataSync<"float32">().slice().buffer),
        );
        writeFileSync(join(place, `input${String(input)}.json`), JSON.stringify(x.shape));
      });
      expected.push(predictionOf(model, inputs));
      folders.push(place);
    }
    const script = join(import.meta.dirname, "..", "..", "fixtures", "checkExports.py");
    const printed = execFileSync(python ?? "python3", [script, ...folders], {
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    rmSync(folder, { recursive: true });
    const found = JSON.parse(printed) as readonly (readonly { data: number[]; dims: number[] }[])[]; // as the script prints it
    found.forEach((outputs, at) => {
      const read = outputs.map(({ data, dims }) => ({ data: Float32Array.from(data), dims }));
      expect(relativeError(read, expected[at]), folders[at]).toBeLessThan(1e-5);
    });
    expect(found).toHaveLength(expected.length);
  });
});

describe("exported models in onnxruntime-node", () => {
  it.skipIf(!hasRuntime)("predict the same", async () => {
    for (const model of models()) {
      const inputs = randomInputs(model).map((x) => abs(x));
      const graph = await inferenceModel(model);
      const feeds = graph.inputs.map(
        ({ name }, at) =>
          [name, { data: inputs[at].dataSync<"float32">(), shape: inputs[at].shape }] as const,
      );
      const outputs = [...(await runModel(graph, new Map(feeds))).values()];
      const found = outputs.map(({ data, shape }) => ({ data, dims: shape }));
      // the rounding of deep random models depends on the processor: 1.1e-5 was seen
      expect(relativeError(found, predictionOf(model, inputs)), model.name).toBeLessThan(3e-5);
    }
  });
});
