import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers, loadLayersModel, sequential, type LayersModel } from "@tensorflow/tfjs-layers";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildEfficientNet } from "../architecture/buildEfficientNet.ts";
import { freeze, unfreeze } from "./freeze.ts";

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
});

let alive: LayersModel[] = [];

afterEach(() => {
  for (const model of alive) model.dispose();
  alive = [];
});

function network(): LayersModel {
  const model = buildEfficientNet("B0", {
    preprocessing: "none",
    top: false,
    inputShape: [32, 32, 3],
    initialWeights: "zeros",
  });
  alive.push(model);
  return model;
}

const trained = (model: LayersModel): readonly string[] => [
  ...new Set(model.trainableWeights.map(({ originalName }) => originalName.split("/")[0])),
];

/** A normalisation in a model of its own: quick to run, and treated as any other. */
function normalization(options: { scale?: boolean; center?: boolean } = {}): LayersModel {
  const model = sequential({
    layers: [layers.batchNormalization({ inputShape: [2, 2, 3], name: "bn", ...options })],
  });
  alive.push(model);
  return model;
}

const input = (): tf.Tensor => tf.reshape(tf.linspace(-3, 5, 24), [2, 2, 2, 3]);

/** A model's output in training, and its moving mean afterwards. */
function train(model: LayersModel): { output: readonly number[]; movingMean: readonly number[] } {
  return tf.tidy(() => {
    const output = model.apply(input(), { training: true }) as tf.Tensor;
    const [mean] = model
      .getLayer("bn")
      .weights.filter(({ originalName }) => originalName.endsWith("moving_mean"));
    return { output: [...output.dataSync()], movingMean: [...mean.read().dataSync()] };
  });
}

const inference = (model: LayersModel): readonly number[] =>
  tf.tidy(() => [...(model.predict(input()) as tf.Tensor).dataSync()]);

describe("freeze", () => {
  it("leaves no trainable weights, and unfreeze all of them", () => {
    const model = network();
    const before = trained(model);
    freeze(model);
    expect(trained(model)).toEqual([]);
    unfreeze(model);
    expect(trained(model)).toEqual(before);
  });

  it("selects stages and blocks by name", () => {
    const model = network();
    freeze(model);
    unfreeze(model, { blocks: ["block6d", "top"] });
    expect(trained(model)).toEqual(
      ["expand_conv", "expand_bn", "dwconv", "bn", "se_reduce", "se_expand", "project_conv", "project_bn"]
        .map((name) => `block6d_${name}`)
        .concat("top_conv", "top_bn"),
    );
    unfreeze(model, { blocks: ["block1"] });
    freeze(model, { blocks: ["block6", "top"], only: "batchNormalization" });
    expect(trained(model).filter((name) => name.endsWith("_bn"))).toEqual([
      "block1a_bn",
      "block1a_project_bn",
    ]);
  });

  it("lists the parts if a name matches none", () => {
    const model = network();
    expect(() => freeze(model, { blocks: ["block8"] })).toThrow(
      new RangeError(
        'freeze: no layer of efficientnetb0 belongs to "block8"; it has stem, block1a, block2a, block2b, block3a, block3b, ' +
          "block4a, block4b, block4c, block5a, block5b, block5c, block6a, block6b, block6c, block6d, block7a, top",
      ),
    );
    expect(() => unfreeze(model, { blocks: ["block2aa"] })).toThrow('belongs to "block2aa"');
    expect(() => unfreeze(model, { blocks: ["ste"] })).toThrow('belongs to "ste"');
  });

  it("unfreezes part of a model that was frozen as a whole", () => {
    const model = network();
    model.trainable = false;
    unfreeze(model, { blocks: ["stem"] });
    expect(trained(model)).toEqual(["stem_conv", "stem_bn"]);
  });

  it("reaches a network inside a model", () => {
    const model = sequential({
      layers: [network(), layers.globalAveragePooling2d({ name: "pool", dataFormat: "channelsLast" })],
    });
    freeze(model, { blocks: ["stem"] });
    expect(trained(model)).not.toContain("stem_conv");
    expect(trained(model)).toContain("top_conv");
  });
});

describe("a frozen batch normalisation", () => {
  it("uses and keeps its moving statistics in training", () => {
    const model = normalization();
    freeze(model);
    const { output, movingMean } = train(model);
    expect(output).toEqual(inference(model));
    expect(movingMean).toEqual([0, 0, 0]);
  });

  it("still does after another `call` was installed and removed", () => {
    const model = normalization();
    freeze(model);
    const bn = model.getLayer("bn");
    bn.call = () => input();
    Reflect.deleteProperty(bn, "call");
    expect(train(model).output).toEqual(inference(model));
  });

  it("normalises by the batch again when it is unfrozen", () => {
    const model = normalization();
    freeze(model);
    unfreeze(model);
    const { output, movingMean } = train(model);
    expect(output.reduce((a, b) => a + b)).toBeCloseTo(0, 4);
    expect(movingMean[0]).not.toBe(0);
  });

  it("also keeps them in a model that is frozen by its own flag", () => {
    const model = normalization();
    freeze(model);
    unfreeze(model);
    model.trainable = false;
    expect(train(model).output).toEqual(inference(model));
  });

  it("keeps them in an inner model that is frozen by its own flag, trained by tfjs", async () => {
    const inner = normalization();
    unfreeze(inner); // a model of stock layers obeys from here on
    inner.trainable = false;
    const model = sequential({ layers: [inner, layers.flatten(), layers.dense({ units: 1 })] });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit(input(), tf.ones([2, 1]), { epochs: 1 });
    const moving = inner.weights.find(({ originalName }) => originalName.endsWith("moving_mean"));
    expect([...(moving?.read().dataSync() ?? [])]).toEqual([0, 0, 0]);
  });

  it("is distinguished from one without gamma and beta, which stock tfjs cannot train", () => {
    const model = normalization({ scale: false, center: false });
    unfreeze(model);
    expect(() => train(model)).toThrow(TypeError);
  });

  it("is saved as a stock layer, and stays in inference mode when it is loaded and frozen again", async () => {
    const model = normalization();
    freeze(model);
    const saved: tf.io.ModelArtifacts[] = [];
    await model.save(
      tf.io.withSaveHandler((artifacts) => {
        saved.push(artifacts);
        return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) });
      }),
    );
    expect(JSON.stringify(saved[0].modelTopology)).toContain('"class_name":"BatchNormalization"');
    const loaded = await loadLayersModel(tf.io.fromMemory(saved[0]));
    alive.push(loaded);
    freeze(loaded);
    expect(train(loaded).output).toEqual(inference(loaded));
  });
});
