import "@tensorflow/tfjs-backend-cpu";
import { env, memory, setBackend, type Tensor, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { encodePngSync, type Image } from "@tensorloom/image";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import type { ImageInput } from "../input/imageInput.ts";
import { createPreprocess } from "../preprocess/createPreprocess.ts";
import { createClassifier } from "./createClassifier.ts";

const preprocess = createPreprocess({ height: 1, width: 1, scaling: "unit" });

type Options = Partial<Parameters<typeof createClassifier>[1]>;
type Activation = "sigmoid" | "softmax" | "linear";

/** A model whose logits are 4 times red, green and blue, as many as `units`. */
function colorModel(activation: Activation, units: number): LayersModel {
  const dense = layers.dense({ units, activation, kernelInitializer: "zeros" });
  const model = sequential({ layers: [layers.flatten({ inputShape: [1, 1, 3] }), dense] });
  const kernel: Tensor = tensor(
    [0, 1, 2].flatMap((row) => Array.from({ length: units }, (_, at) => 4 * Number(row === at))),
    [3, units],
  );
  dense.setWeights([kernel, tensor(new Float32Array(units))]);
  return model;
}

const pixel = (...data: readonly number[]): Image => ({
  data: Uint8Array.from(data),
  height: 1,
  width: 1,
  channels: 3,
});
const classifierOf = (
  activation: Activation,
  labels: readonly string[],
  options: Options = {},
  units = labels.length,
) => createClassifier(colorModel(activation, units), { labels, preprocess, ...options });

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));
const COLORS = ["red", "green", "blue"];

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

describe("classify", () => {
  it("sorts labels by score; equal scores keep their order", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const scores = await classifier.classify(pixel(0, 0, 255));
    expect(scores.map(({ label }) => label)).toEqual(["blue", "red", "green"]);
    expect(scores[0].score).toBeCloseTo(Math.exp(4) / (Math.exp(4) + 2), 6);
    expect(scores.map(({ predicted }) => predicted)).toEqual([true, false, false]);
    expect(await classifier.classify(pixel(0, 0, 255), { top: 1 })).toEqual([scores[0]]);
    expect(await classifier.classify(pixel(0, 0, 255), { top: 9 })).toEqual(scores);
  });

  it("scores both labels of one output: the second is the positive one", async () => {
    const [first, second] = await classifierOf("sigmoid", ["benign", "malignant"], {}, 1).classify(
      pixel(255, 0, 0),
    );
    expect([first.label, second.label]).toEqual(["malignant", "benign"]);
    expect(first.score).toBeCloseTo(sigmoid(4), 6);
    expect(second.score).toBe(1 - first.score);
    expect([first.predicted, second.predicted]).toEqual([true, false]);
  });

  it("scores one label of one output", async () => {
    const classifier = classifierOf("sigmoid", ["malignant"]);
    expect(await classifier.classify(pixel(0, 0, 0))).toEqual([
      { label: "malignant", score: 0.5, predicted: true }, // it reaches 0.5
    ]);
    const strict = classifierOf("sigmoid", ["malignant"], { thresholds: { malignant: 0.51 } });
    expect((await strict.classify(pixel(0, 0, 0)))[0].predicted).toBe(false);
  });

  it("scores several sigmoids independently", async () => {
    const thresholds = { blue: 0.51 };
    const scores = await classifierOf("sigmoid", COLORS, { thresholds }).classify(pixel(255, 255, 0));
    expect(scores.map(({ label, predicted }) => [label, predicted])).toEqual([
      ["red", true],
      ["green", true],
      ["blue", false],
    ]);
    expect(scores[0].score).toBeCloseTo(sigmoid(4), 6);
  });

  it("predicts the best of several sigmoids if kind says that one label holds", async () => {
    const scores = await classifierOf("sigmoid", COLORS, { kind: "multiclass" }).classify(pixel(255, 200, 0));
    expect(scores.map(({ predicted }) => predicted)).toEqual([true, false, false]);
  });

  it("applies the activation to logits", async () => {
    const softmax = await classifierOf("linear", COLORS, { fromLogits: true }).classify(pixel(0, 255, 0));
    expect(softmax[0]).toEqual({
      label: "green",
      score: expect.closeTo(Math.exp(4) / (Math.exp(4) + 2), 6) as number,
      predicted: true,
    });
    const many = await classifierOf("linear", COLORS, { fromLogits: true, kind: "multilabel" }).classify(
      pixel(0, 255, 0),
    );
    expect(many.map(({ score }) => score)).toEqual([expect.closeTo(sigmoid(4), 6), 0.5, 0.5]);
    const one = await classifierOf("linear", ["yes"], { fromLogits: true }).classify(pixel(255, 0, 0));
    expect(one[0].score).toBeCloseTo(sigmoid(4), 6);
  });

  it("takes outputs for scores if fromLogits is false", async () => {
    const [{ score }] = await classifierOf("linear", COLORS, { fromLogits: false }).classify(pixel(0, 51, 0));
    expect(score).toBeCloseTo(0.8, 6);
  });

  it("divides logits by the temperature", async () => {
    const options: Options = { temperature: 2 };
    const [best] = await classifierOf("softmax", COLORS, options).classify(pixel(0, 255, 0));
    expect(best.score).toBeCloseTo(Math.exp(2) / (Math.exp(2) + 2), 6);
    const logits = classifierOf("linear", ["no", "yes"], { ...options, fromLogits: true }, 1);
    expect((await logits.classify(pixel(255, 0, 0)))[0].score).toBeCloseTo(sigmoid(2), 6);
    const sharp = classifierOf("sigmoid", ["no", "yes"], { ...options, temperature: 0.01 }, 1);
    expect((await sharp.classify(pixel(255, 0, 0)))[0].score).toBe(1); // the logit is 400
  });
});

describe("thresholds", () => {
  const predictedOf = async (classifier: ReturnType<typeof classifierOf>, input: ImageInput) =>
    (await classifier.classify(input)).filter(({ predicted }) => predicted).map(({ label }) => label);

  it.each([
    ["one output", "sigmoid", 1],
    ["two outputs", "softmax", 2],
  ] as const)(
    "of two labels of %s decide for the named one if it reaches it, else for the other",
    async (_, activation, units) => {
      const labels = ["benign", "malignant"];
      // the score of malignant: sigmoid(4 * red) of one output, of two outputs sigmoid(4 * (green - red))
      const [at60, at50] =
        units === 1 ? [pixel(26, 0, 0), pixel(0, 0, 0)] : [pixel(0, 26, 0), pixel(9, 9, 0)];
      const at = (thresholds?: Record<string, number>) =>
        classifierOf(activation, labels, { thresholds }, units);
      expect(await predictedOf(at(), at60)).toEqual(["malignant"]);
      const tie = units === 1 ? "malignant" : "benign"; // 0.5 reaches 0.5; of equal scores the first is the highest
      expect(await predictedOf(at(), at50)).toEqual([tie]);
      expect(await predictedOf(at({ malignant: 0.5 }), at50)).toEqual(["malignant"]);
      expect(await predictedOf(at({ malignant: 0.65 }), at60)).toEqual(["benign"]);
      expect(await predictedOf(at({ malignant: 0.3 }), at50)).toEqual(["malignant"]);
      expect(await predictedOf(at({ benign: 0.3 }), at60)).toEqual(["benign"]);
      expect(await predictedOf(at({ benign: 0.45 }), at60)).toEqual(["malignant"]);
    },
  );

  it("of several exclusive labels leave a picture undecided", async () => {
    const classifier = classifierOf("softmax", COLORS, { thresholds: { red: 0.99, blue: 0.1 } });
    expect(await predictedOf(classifier, pixel(255, 0, 0))).toEqual([]);
    expect(await predictedOf(classifier, pixel(0, 255, 0))).toEqual(["green"]);
    expect(await predictedOf(classifier, pixel(0, 0, 255))).toEqual(["blue"]);
  });

  it("of independent labels replace 0.5", async () => {
    const classifier = classifierOf("sigmoid", COLORS, { thresholds: { red: 0.99, green: 0.51 } });
    expect(await predictedOf(classifier, pixel(255, 0, 0))).toEqual(["blue"]);
    expect(await predictedOf(classifier, pixel(255, 255, 255))).toEqual(["green", "blue"]);
  });
});

describe("classifyBatch", () => {
  it("returns one list per picture, in order, for any size of batch", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const inputs = Array.from({ length: 11 }, (_, at) =>
      pixel(at % 3 === 0 ? 255 : 0, at % 3 === 1 ? 255 : 0, at % 3 === 2 ? 255 : 0),
    );
    for (const batchSize of [1, 4, 32]) {
      const found = await classifier.classifyBatch(inputs, { batchSize, top: 1 });
      expect(found.map(([{ label }]) => label)).toEqual(inputs.map((_, at) => COLORS[at % 3]));
    }
    expect(await classifier.classifyBatch([])).toEqual([]);
  });

  it("runs the model once per batch", async () => {
    const model = colorModel("softmax", 3);
    const classifier = createClassifier(model, { labels: COLORS, preprocess, engine: "tfjs" });
    await classifier.classify(pixel(0, 0, 0)); // it fuses the model first
    const rows: (number | null)[] = [];
    const apply = model.apply.bind(model);
    model.apply = (inputs, options) => {
      rows.push((inputs as Tensor).shape[0]);
      return apply(inputs, options);
    };
    await classifier.classifyBatch(
      Array.from({ length: 7 }, () => pixel(1, 2, 3)),
      { batchSize: 3 },
    );
    expect(rows).toEqual([3, 3, 1]);
  });

  it("names the picture that it cannot read", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const broken = new File(["GIF89a"], "cat.gif");
    await expect(classifier.classifyBatch([pixel(1, 2, 3), broken])).rejects.toThrow(
      "inputs[1] (cat.gif): gif: the data ends in the header, at byte 6",
    );
    await expect(classifier.classifyBatch([pixel(1, 2, 3), null as never])).rejects.toThrow(
      "inputs[1] must be a picture, got null",
    );
    await expect(classifier.classifyBatch("a.jpg" as never)).rejects.toThrow(
      'inputs must be a list of pictures, got "a.jpg"',
    );
  });

  it("reads no more pictures after an error", async () => {
    let count = 0;
    class CountedBlob extends Blob {
      override arrayBuffer(): Promise<ArrayBuffer> {
        count++;
        return super.arrayBuffer();
      }
    }
    const file = encodePngSync(pixel(1, 2, 3) as Image<Uint8Array>).slice();
    const blobs = Array.from({ length: 50 }, () => new CountedBlob([file]));
    const broken = new File(["GIF89a"], "cat.gif");
    await expect(classifierOf("softmax", COLORS).classifyBatch([broken, ...blobs])).rejects.toThrow(
      "cat.gif",
    );
    const before = count;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(count).toBe(before);
    expect(count).toBeLessThan(10);
  });

  it("ends at an abort", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const controller = new AbortController();
    const running = classifier.classifyBatch(
      Array.from({ length: 50 }, () => pixel(1, 2, 3)),
      { batchSize: 1, signal: controller.signal },
    );
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    const signal = controller as unknown as AbortSignal;
    await expect(classifier.classify(pixel(1, 2, 3), { signal })).rejects.toThrow(
      "signal must be an AbortSignal",
    );
  });

  it("ends at an abort while a server is silent", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const controller = new AbortController();
    const { signal } = controller;
    const running = classifier.classify(new URL(`http://127.0.0.1:${String(port)}/a.png`), { signal });
    server.once("request", () => controller.abort(new Error("enough")));
    await expect(running).rejects.toThrow("enough");
    server.closeAllConnections();
    server.close();
  });

  it.each<[object, string]>([
    [{ top: 0 }, "top must be an integer of at least 1, got 0"],
    [{ batchSize: 0 }, "batchSize must be an integer of at least 1, got 0"],
    [{ topK: 1 }, "unknown option topK"],
  ])("refuses %j", async (options, message) => {
    await expect(classifierOf("softmax", COLORS).classifyBatch([], options)).rejects.toThrow(message);
  });
});

describe("a classifier", () => {
  it("answers calls that overlap, each with its own scores", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const file = encodePngSync(pixel(0, 255, 0) as Image<Uint8Array>);
    const calls = [file, pixel(255, 0, 0), new Blob([file.slice()]), pixel(0, 0, 255)];
    const found = await Promise.all(calls.map((input) => classifier.classify(input, { top: 1 })));
    expect(found.map(([{ label }]) => label)).toEqual(["green", "red", "green", "blue"]);
  });

  it("decodes at most four pictures at the same time, however many calls overlap", async () => {
    const classifier = classifierOf("softmax", COLORS);
    const file = encodePngSync(pixel(0, 255, 0) as Image<Uint8Array>).slice();
    let [open, most] = [0, 0];
    class SlowBlob extends Blob {
      override async arrayBuffer(): Promise<ArrayBuffer> {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 2));
        open--;
        return super.arrayBuffer();
      }
    }
    const blobs = Array.from({ length: 9 }, () => new SlowBlob([file]));
    const found = await Promise.all([
      classifier.classifyBatch(blobs),
      ...blobs.map((blob) => classifier.classify(blob)),
    ]);
    expect(found.length).toBe(10);
    expect(most).toBe(4);
  });

  it("finishes running calls when it is disposed, refuses later ones, and leaves the model and no tensor", async () => {
    const model = colorModel("softmax", 3);
    const before = memory().numTensors;
    const classifier = createClassifier(model, { labels: COLORS, preprocess });
    const running = classifier.classifyBatch([pixel(0, 255, 0), pixel(255, 0, 0)], { batchSize: 1 });
    await Promise.all([classifier.dispose(), classifier.dispose()]);
    expect((await running).map(([{ label }]) => label)).toEqual(["green", "red"]);
    await expect(classifier.classify(pixel(0, 0, 0))).rejects.toThrow(
      "classify: the classifier has been disposed",
    );
    await expect(classifier.classifyBatch([])).rejects.toThrow(
      "classifyBatch: the classifier has been disposed",
    );
    expect(memory().numTensors).toBe(before);
    const again = createClassifier(model, { labels: COLORS, preprocess });
    expect((await again.classify(pixel(0, 0, 255)))[0].label).toBe("blue");
  });

  it("reports the engine that computes", async () => {
    const engines: string[] = [];
    const classifier = classifierOf("softmax", COLORS, {
      engine: "tfjs",
      onEngine: ({ label }) => engines.push(label),
    });
    await classifier.classify(pixel(0, 0, 0));
    expect(engines).toEqual(["tfjs cpu"]);
  });

  it("has the options that make it again", async () => {
    const first = classifierOf("sigmoid", ["no", "yes"], { thresholds: { yes: 0.2 } }, 1);
    const again = createClassifier(first.model, { ...first.options, thresholds: { yes: 0.9 } });
    const [best] = await again.classify(pixel(26, 0, 0));
    expect([best.label, best.predicted]).toEqual(["yes", false]);
  });
});

describe("createClassifier", () => {
  const refused = (activation: Activation, units: number, options: Options) => () =>
    createClassifier(colorModel(activation, units), { labels: COLORS, preprocess, ...options });

  it.each([
    ["softmax", 3, { labels: ["a", "b"] }, /a model of 3 outputs needs 3 labels, got 2/],
    ["sigmoid", 1, {}, /a model of 1 output needs 1 or 2 labels \(negative, positive\), got 3/],
    ["softmax", 3, { labels: ["a", "a", "b"] }, /labels must differ, got "a" twice/],
    ["softmax", 3, { labels: ["a", "", "b"] }, /labels\[1\] must be a text that is not empty, got ""/],
    ["softmax", 3, { labels: "abc" as never }, /labels must be a list of texts, got "abc"/],
    ["linear", 3, {}, /ends in neither sigmoid nor softmax; set fromLogits to true/],
    ["softmax", 3, { fromLogits: true }, /ends in softmax, so its outputs are not logits/],
    ["softmax", 3, { kind: "multilabel" }, /kind cannot be "multilabel": the model ends in softmax/],
    ["softmax", 3, { kind: "binary" }, /kind cannot be "binary": the model has 3 outputs/],
    [
      "sigmoid",
      1,
      { labels: ["a"], kind: "multiclass" },
      /kind cannot be "multiclass": the model has 1 output/,
    ],
    ["softmax", 3, { kind: "single" as never }, /kind must be one of "binary", "multiclass", "multilabel"/],
    ["softmax", 3, { temperature: 0 }, /temperature must be above 0, got 0/],
    [
      "linear",
      3,
      { temperature: 2, fromLogits: false },
      /temperature divides logits, and fromLogits is false/,
    ],
    ["softmax", 3, { thresholds: { Green: 0.5 } }, /there is no label "Green"; did you mean green\?/],
    [
      "softmax",
      3,
      { thresholds: { pink: 0.5 } },
      /there is no label "pink"; the labels are red, green, blue/,
    ],
    [
      "softmax",
      3,
      { thresholds: { red: 30 } },
      /thresholds: red must be a finite number from 0 to 1, got 30/,
    ],
    [
      "softmax",
      3,
      { thresholds: 0.3 as never },
      /thresholds must be an object \{ label: threshold \}, got 0.3/,
    ],
    [
      "softmax",
      2,
      { labels: ["a", "b"], thresholds: { a: 0.5, b: 0.5 } },
      /must name one of two labels, such as \{ "b": 0.3 \}/,
    ],
    ["softmax", 3, { metrics: { auc: "0.9" } as never }, /metrics: auc must be a number, got "0.9"/],
    ["softmax", 3, { training: [1] as never }, /training must be a plain object, got an array of 1/],
    ["softmax", 3, { card: { headline: "x" } as never }, /card: unknown option headline/],
    ["softmax", 3, { card: { tags: "skin" } as never }, /card: tags must be a list of strings, got "skin"/],
    ["softmax", 3, { preprocess: (() => 1) as never }, /preprocess must be a function of createPreprocess/],
    [
      "softmax",
      3,
      { preprocess: createPreprocess({ height: 2, width: 1 }) },
      /reads \[any, 1, 1, 3\], and preprocess makes \[any, 2, 1, 3\]/,
    ],
    [
      "softmax",
      3,
      { preprocess: createPreprocess({ height: 1, width: 1, channels: 1 }) },
      /preprocess makes \[any, 1, 1, 1\]/,
    ],
  ] as const)("refuses a model that ends in %s of %i with %j", (activation, units, options, message) => {
    expect(refused(activation, units, options)).toThrow(message);
    expect(refused(activation, units, options)).toThrow(/^createClassifier: /);
  });

  it.each([
    [null, "got null"],
    ["model.json", 'got "model.json"'],
    [Promise.resolve(), "got an object (Promise)"],
    [sequential(), "got a model without layers"],
  ])("refuses what is not a model: %#", (model, message) => {
    expect(() => createClassifier(model as LayersModel, { labels: COLORS, preprocess })).toThrow(
      `createClassifier: model must be a LayersModel of @tensorflow/tfjs-layers, ${message}`,
    );
  });

  it("refuses a model whose output is not a row of scores", () => {
    const model = sequential({
      layers: [layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [1, 1, 3] })],
    });
    expect(() => createClassifier(model, { labels: ["a", "b"], preprocess })).toThrow(
      "must have one output of shape [any, labels], got [any, 1, 1, 2]",
    );
  });
});
