import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model as graph,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray, type NDArray, range, type Source, stack } from "@tensorloom/data";
import { findRuntime } from "@tensorloom/onnx/internal";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "./batch.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { loadModel } from "../files/loadModel.ts";
import { saveModel } from "../files/saveModel.ts";
import { infer } from "../predictor/infer.ts";
import { predict } from "../predictor/predict.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { readBatches } from "./readBatches.ts";
import { type Given, withOrderedInputs } from "./namedInputs.ts";

/** An image and metadata: drawn again from the same seeds each time. */
function net(): LayersModel {
  const kernelInitializer = initializers.glorotUniform({ seed: 3 });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]) =>
    layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out
  const [image, metadata] = [
    input({ name: "image", shape: [4, 4, 3] }),
    input({ name: "metadata", shape: [2] }),
  ];
  const conv = layers.conv2d({
    name: "conv",
    filters: 2,
    kernelSize: 3,
    activation: "relu",
    kernelInitializer,
  });
  const pooled = apply(
    layers.globalAveragePooling2d({ name: "pool", dataFormat: "channelsLast" }),
    apply(conv, image),
  );
  const facts = apply(
    layers.dense({ name: "facts", units: 3, activation: "relu", kernelInitializer }),
    metadata,
  );
  const both = apply(layers.concatenate({ name: "both" }), [pooled, facts]);
  const outputs = apply(
    layers.dense({ name: "out", units: 1, activation: "sigmoid", kernelInitializer }),
    both,
  );
  return graph({ name: "two", inputs: [image, metadata], outputs });
}

const element = (n: number) => ({
  image: {
    data: Uint8Array.from({ length: 48 }, (_, at) => (at * 7 + n * 13) % 5),
    height: 4,
    width: 4,
    channels: 3,
  },
  metadata: Float32Array.of((n % 3) - 1, (n % 2) * 2 - 1),
});
const named = range(24)
  .map((n) => ({ inputs: element(n), targets: n % 2, ids: String(n) }))
  .batch(6, { collate: stack });
/** The same in the model's order. */
const listed = range(24)
  .map((n) => ({ inputs: Object.values(element(n)), targets: n % 2, ids: String(n) }))
  .batch(6, { collate: stack }) as Source<unknown> as Source<Batch>; // its inputs are a list of arrays

const options = { epochs: 2, loss: binaryCrossEntropy(), schedule: 0.05, engine: "tfjs" } as const;
const weightsOf = (model: LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

async function trained(train: FitOptions["train"], more: Partial<FitOptions> = {}): Promise<LayersModel> {
  const model = net();
  await fit(model, { ...options, train, validation: train, ...more });
  return model;
}

const { runtime } = await findRuntime();
const folder = mkdtempSync(join(tmpdir(), "two-inputs-"));

beforeAll(() => useBackend("wasm"));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await useBackend("cpu");
});

describe("a model with two inputs", () => {
  it("trains, evaluates and predicts the same from lists and from names, in any order", async () => {
    const reversed = named.map(({ inputs: { image, metadata }, ...rest }) => ({
      ...rest,
      inputs: { metadata, image },
    }));
    const model = await trained(listed);
    const expected = weightsOf(model);
    for (const train of [named, reversed]) expect(weightsOf(await trained(train))).toEqual(expected);
    const { loss } = options;
    expect(await evaluate(model, reversed, { loss, engine: "tfjs" })).toEqual(
      await evaluate(model, listed, { loss, engine: "tfjs" }),
    );
    const predictions = await predict(model, listed, { engine: "tfjs" });
    expect(await predict(model, reversed, { engine: "tfjs" })).toEqual(predictions);
    const [{ inputs }] = await reversed.take(1).toArray();
    const outputs = await infer(model, { engine: "tfjs" })(inputs);
    expect([...outputs.data]).toEqual([...predictions.outputs.data.slice(0, 6)]);
  });

  it("stops, resumes from a checkpoint, and is saved and loaded", async () => {
    const expected = weightsOf(await trained(named));
    const checkpoint = { folder: join(folder, "run"), every: { steps: 1 } };
    const stop = new AbortController();
    const onStepEnd = ({ epoch, step }: { readonly epoch: number; readonly step: number }): void => {
      if (epoch === 1 && step === 1) stop.abort();
    };
    const callbacks = [{ onStepEnd }];
    await expect(trained(named, { checkpoint, callbacks, signal: stop.signal })).rejects.toThrow();
    const model = await trained(named, {
      checkpoint,
      resume: true,
      callbacks: [{ onStepEnd: () => undefined }],
    });
    expect(weightsOf(model)).toEqual(expected);
    const before = await predict(model, named, { engine: "tfjs" });
    for (const path of [join(folder, "model"), join(folder, "model.keras")]) {
      await saveModel(model, path);
      expect(await predict(await loadModel(path), named, { engine: "tfjs" })).toEqual(before);
    }
  });

  it.skipIf(runtime === undefined)("trains and predicts with ONNX Runtime", async () => {
    const [model, own] = [await trained(named, { engine: "onnxruntime" }), await trained(named)];
    weightsOf(own).forEach((values, which) => {
      values.forEach((value, at) => {
        expect(weightsOf(model)[which][at]).toBeCloseTo(value, 3);
      });
    });
    const onnx = await predict(own, named, { engine: "onnxruntime" });
    const { outputs } = await predict(own, named, { engine: "tfjs" });
    onnx.outputs.data.forEach((value, at) => {
      expect(value).toBeCloseTo(outputs.data[at], 5);
    });
  });

  it("augments the image of a prediction, and keeps the metadata", async () => {
    const model = net();
    const engine = "tfjs";
    const seen: number[] = [];
    const view = (image: {
      data: Uint8Array | Float32Array;
      height: number;
      width: number;
      channels: number;
    }) => {
      seen.push(image.data.length);
      return { ...image, data: image.data.map((value) => value * 2) };
    };
    const twice = named.map(({ inputs: { image, metadata }, ids }) => {
      return { inputs: { image: { ...image, data: image.data.map((value) => value * 2) }, metadata }, ids };
    });
    const augmented = await predict(model, named, { augmentations: [view], includeOriginal: false, engine });
    expect(seen).toEqual(Array(24).fill(48));
    expect(augmented).toEqual(await predict(model, twice, { engine }));
    const rows = named.map(({ inputs: { metadata }, ...rest }) => ({
      ...rest,
      inputs: [metadata, metadata],
    }));
    await expect(predict(model, rows, { augmentations: [view], includeOriginal: false })).rejects.toThrow(
      /must hold one array of \[rows, height, width, channels\] .* got a Float32Array of shape \[6, 2\] and a Float32Array/,
    );
  });

  it.each<readonly [string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      "another name",
      { images: 1, metadata: 2 },
      /^fit: two has the inputs image, metadata, got images, metadata; did you mean image\?$/,
    ],
    ["an input less", { image: 1 }, /^fit: two has the inputs image, metadata, got image$/],
    ["single elements", element(1), /got single elements, .* add \.batch/],
  ])("refuses %s", async (_, inputs, sentence) => {
    const array: NDArray = { data: Float32Array.of(1), shape: [1] };
    const train = fromArray([{ inputs, targets: array }]) as Source<unknown> as Source<Given<Batch>>; // as JavaScript may
    await expect(fit(net(), { ...options, train })).rejects.toThrow(sentence);
  });

  it("reads a dataset in the order in which it is read without names", async () => {
    const shuffled = range(24)
      .shuffle({ seed: 4 })
      .map((n) => ({ inputs: element(n), targets: n % 2, ids: String(n) }))
      .batch(6, { collate: stack });
    const ids: string[] = [];
    const ordered = withOrderedInputs<Batch>("fit", net(), shuffled);
    for await (const batch of readBatches(ordered, { epoch: 3 })) ids.push(...(batch.ids ?? []));
    expect(ids).toEqual((await shuffled.toArray({ epoch: 3 })).flatMap((batch) => batch.ids));
  });
});
