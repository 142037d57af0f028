import { memory, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray, range, stack } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import type { InputBatch } from "../batch/batch.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { averagePredictions } from "../prediction/averagePredictions.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { predict, predictBatches } from "./predict.ts";
import type { PredictOptions } from "./predictOptions.ts";

beforeAll(() => useBackend("cpu"));

type View = Extract<NonNullable<PredictOptions["augmentations"]>[number], (...args: never) => unknown>;

/** `scale` times the first pixel of a 1x2 image. */
function firstPixel(scale = 1): LayersModel {
  const model = sequential({
    layers: [
      layers.cropping2D({ cropping: [[0, 0], [0, 1]], inputShape: [1, 2, 1] }), // prettier-ignore
      layers.flatten(),
      layers.dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
    ],
  });
  model.setWeights([tensor([[scale]])]);
  return model;
}

/** Images of `n` and `10 n`, in batches of so many rows. */
function images(size = 3) {
  return range(5)
    .map((n) => ({
      inputs: { data: Float32Array.of(n, 10 * n), shape: [1, 2, 1] },
      ids: `image ${String(n)}`,
    }))
    .batch(size, { collate: stack });
}

/** Mirrors an image in place, as a caller may. */
const mirror: View = (image) => {
  image.data.reverse();
  return image;
};
const brighten: View = (image, random) => ({
  ...image,
  data: Float32Array.from(image.data, (value) => value + random.uniform()),
});

async function outputsOf(...args: Parameters<typeof predict>): Promise<number[]> {
  return [...(await predict(...args)).outputs.data];
}

describe("test-time augmentation", () => {
  it("averages each row with its views, changes no batch and leaks no tensor", async () => {
    const model = firstPixel();
    const tensors = memory().numTensors;
    const { ids, outputs } = await predict(model, images(), { augmentations: [mirror] });
    expect(ids).toEqual([0, 1, 2, 3, 4].map((n) => `image ${String(n)}`));
    expect(outputs).toEqual({ data: Float32Array.of(0, 5.5, 11, 16.5, 22), shape: [5, 1] });
    expect(memory().numTensors).toBe(tensors);
  });

  it("may leave out the row as it is", async () => {
    const options = { augmentations: [mirror], includeOriginal: false };
    expect(await outputsOf(firstPixel(), images(), options)).toEqual([0, 10, 20, 30, 40]);
  });

  it("draws for each row by its position and the seed, with any batch size", async () => {
    const options = { augmentations: [brighten, brighten], includeOriginal: false };
    const expected = await outputsOf(firstPixel(), images(1), options);
    for (const size of [2, 5]) expect(await outputsOf(firstPixel(), images(size), options)).toEqual(expected);
    const noise = expected.map((value, n) => value - n);
    expect(new Set(noise).size).toBe(5);
    const single = await outputsOf(firstPixel(), images(), { ...options, augmentations: [brighten] });
    expect(single).not.toEqual(expected); // the second view draws its own numbers
    expect(await outputsOf(firstPixel(), images(), { ...options, seed: 7 })).not.toEqual(expected);
  });

  it("changes the inputs of a whole batch with { batch }, with the same random numbers", async () => {
    const batch = (inputs: InputBatch["inputs"], random: (row: number) => { uniform(): number }) => {
      if (!("shape" in inputs)) throw new Error("expected one array");
      const data = Float32Array.from(inputs.data);
      for (let row = 0; row < inputs.shape[0]; row++) data[2 * row] += random(row).uniform();
      return { data, shape: inputs.shape };
    };
    const options = { includeOriginal: false };
    const whole = await outputsOf(firstPixel(), images(), { ...options, augmentations: [{ batch }] });
    expect(whole).toEqual(await outputsOf(firstPixel(), images(), { ...options, augmentations: [brighten] }));
  });

  it("may change the size of images, for a model of any size", async () => {
    const model = sequential({
      layers: [layers.globalAveragePooling2d({ inputShape: [null, null, 1], dataFormat: "channelsLast" })],
    });
    const crop: View = ({ data }) => ({ data: data.slice(1), height: 1, width: 1, channels: 1 });
    expect(await outputsOf(model, images(), { augmentations: [crop], includeOriginal: false })).toEqual([
      0, 10, 20, 30, 40,
    ]);
  });

  it("refuses a view that makes NaN", async () => {
    const spoil: View = (image) => ({ ...image, data: image.data.map(() => NaN) });
    await expect(predict(firstPixel(), images(), { augmentations: [spoil] })).rejects.toThrow(
      /predict: .*inputs.*image 0/,
    );
  });

  it.each<[string, unknown, RegExp]>([
    ["what is no list", mirror, /^predict: augmentations must be a list of functions, got function mirror/],
    ["what is no function", [3], /^predict: augmentations\[0\] must be a function, got 3/],
    [
      "{ batch } without a function",
      [mirror, { batch: 3 }],
      /^predict: augmentations\[1\].batch must be a function, got 3/,
    ],
    [
      "a view that returns no image",
      [() => 3],
      /^predict: augmentations\[0\] must return an image \{ data, height, width, channels \}, got 3/,
    ],
    [
      "views of several sizes",
      [
        ({ data }: { data: Float32Array }) => ({
          data: data.slice(0, 1 + (data[1] % 20) / 10),
          height: 1,
          width: 1 + (data[1] % 20) / 10,
          channels: 1,
        }),
      ],
      /^predict: augmentations\[0\] must return images of one size and type, got 1x1x1 with 1 numbers in a Float32Array and then 1x2x1/,
    ],
  ])("refuses %s", async (_, augmentations, sentence) => {
    await expect(predict(firstPixel(), images(), { augmentations: augmentations as never })).rejects.toThrow(
      sentence,
    );
  });

  it("refuses other inputs than images, and names what works", async () => {
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
    const rows = fromArray([{ inputs: { data: new Float32Array(4), shape: [2, 2] } }]);
    await expect(predict(model, rows, { augmentations: [mirror] })).rejects.toThrow(
      /inputs must hold one array of \[rows, height, width, channels\] in bytes or float32, got a Float32Array of shape \[2, 2\]; for other inputs write \{ batch: \(inputs\) => … \}/,
    );
    await expect(predict(model, rows, { includeOriginal: false })).rejects.toThrow(
      "predict: augmentations must not be empty if includeOriginal is false",
    );
  });
});

describe("several models", () => {
  it("read the source once, and their outputs are averaged by weight", async () => {
    let reads = 0;
    const source = images().map((batch) => {
      reads++;
      return batch;
    });
    const models = [firstPixel(1), firstPixel(4)];
    expect(await outputsOf(models, source)).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(reads).toBe(2);
    expect(await outputsOf(models, source, { weights: [3, 1] })).toEqual([0, 1.75, 3.5, 5.25, 7]);
  });

  it.each(["mean", "geometricMean", "rankMean"] as const)(
    "predict what averagePredictions makes of each one's %s",
    async (average) => {
      const models = [firstPixel(1), firstPixel(0.5), firstPixel(3)];
      const alone = await Promise.all(models.map((model) => predict(model, images())));
      const weights = [1, 2, 0.5];
      expect(await predict(models, images(2), { average, weights })).toEqual(
        averagePredictions(alone, { average, weights }),
      );
    },
  );

  it("are averaged over their views too", async () => {
    const options = { augmentations: [mirror], weights: [3, 1] };
    const found = await outputsOf([firstPixel(1), firstPixel(4)], images(), options);
    expect(found).toEqual([0, 1, 2, 3, 4].map((n) => (1.75 * 11 * n) / 2));
  });

  it("must return outputs of one shape", async () => {
    const wide = sequential({ layers: [layers.flatten({ inputShape: [1, 2, 1] })] });
    await expect(predict([firstPixel(), wide], images())).rejects.toThrow(
      "predict: model[1] returns outputs of shape [3, 2], and model[0] returns [3, 1]",
    );
    await expect(predict([], images())).rejects.toThrow("predict: model must not be an empty list");
    await expect(predict([firstPixel()], images(), { weights: [1, 2] })).rejects.toThrow(
      "predict: weights must be one per model, got 2 for 1",
    );
  });
});

describe("predictBatches and evaluate", () => {
  it("predict the same averages batch by batch, but refuse ranks of all rows", async () => {
    const options = { augmentations: [mirror, brighten], average: "geometricMean" } as const;
    const found: number[] = [];
    for await (const { outputs } of predictBatches([firstPixel(), firstPixel(2)], images(2), options))
      found.push(...outputs.data);
    expect(found).toEqual(await outputsOf([firstPixel(), firstPixel(2)], images(), options));
    const ranked = predictBatches(firstPixel(), images(), { average: "rankMean" });
    await expect(ranked.next()).rejects.toThrow(
      /^predictBatches: average "rankMean" ranks all rows together/,
    );
    const labelled = images().map((batch) => ({
      ...batch,
      targets: { data: new Float32Array(3), shape: [3] },
    }));
    await expect(
      evaluate(firstPixel(), labelled, { loss: meanSquaredError(), average: "rankMean" }),
    ).rejects.toThrow(/^evaluate: average "rankMean" ranks all rows together/);
  });

  it("measure the averaged outputs", async () => {
    const labelled = images(5).map((batch) => ({
      ...batch,
      targets: { data: Float32Array.of(0, 6, 11, 16, 22), shape: [5] },
    }));
    const logs = await evaluate(firstPixel(), labelled, {
      loss: meanSquaredError(),
      augmentations: [mirror],
    });
    expect(logs["loss"]).toBeCloseTo((0.25 + 0.25) / 5, 6);
  });

  it("measure probabilities of models that end in an activation, as their averages", async () => {
    const probability = (bias: number): LayersModel =>
      sequential({
        layers: [
          layers.dense({
            units: 1,
            inputShape: [1],
            activation: "sigmoid",
            kernelInitializer: "zeros",
            biasInitializer: bias > 0 ? "ones" : "zeros",
          }),
        ],
      });
    const batch = {
      inputs: { data: new Float32Array(1), shape: [1, 1] },
      targets: { data: Float32Array.of(1), shape: [1] },
    };
    const models = [probability(0), probability(1)];
    const logs = await evaluate(models, fromArray([batch]), { loss: binaryCrossEntropy(), metrics: [] });
    expect(logs["loss"]).toBeCloseTo(-Math.log((0.5 + 1 / (1 + Math.exp(-1))) / 2), 6);
  });
});
