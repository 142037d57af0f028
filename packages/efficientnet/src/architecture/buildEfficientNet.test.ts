import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distance, run } from "../../fixtures/run.ts";
import { inputByRule, weightsByRule } from "../../fixtures/weightsByRule.ts";
import { buildEfficientNet } from "./buildEfficientNet.ts";
import { loadWeights } from "../weights/loadWeights.ts";
import { plan } from "./plan.ts";
import { weightShapes } from "./weightShapes.ts";

let before: number;
beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("wasm");
  before = tf.memory().numTensors;
});

afterAll(() => {
  expect(tf.memory().numTensors).toBe(before);
});

describe("buildEfficientNet", () => {
  const small = { preprocessing: "none", initialWeights: "zeros" } as const;

  it("accepts images of any size, and returns what a network of that size returns", () => {
    const weights = weightsByRule(weightShapes(plan("B0"), 0));
    const any = buildEfficientNet("B0", { ...small, top: false, inputShape: [null, null, 3] });
    loadWeights(any, weights);
    for (const [height, width] of [
      [64, 64],
      [63, 50],
    ]) {
      const sized = buildEfficientNet("B0", { ...small, top: false, inputShape: [height, width, 3] });
      loadWeights(sized, weights);
      const input = inputByRule(64, 1).slice(0, height * width * 3);
      const [a, b] = [any, sized].map((model) => run(model, input, [1, height, width, 3])[0]);
      expect(distance(a, b)).toBeLessThan(1e-6);
      sized.dispose();
    }
    any.dispose();
  });

  it.each([
    [{ top: false }, [null, 7, 7, 1280]],
    [{ top: false, pooling: "avg" }, [null, 1280]],
    [{ top: false, pooling: "max" }, [null, 1280]],
    [{ classes: 3, activation: "linear" }, [null, 3]],
    [{ top: false, inputShape: [null, null, 1] }, [null, null, null, 1280]],
  ] as const)("with %o has the output %o", (options, shape) => {
    const model = buildEfficientNet("B0", { ...small, ...options });
    expect(model.outputs[0].shape).toEqual(shape);
    model.dispose();
  });

  it("has stock layers: a saved model loads in stock tfjs and returns the same", async () => {
    const network = buildEfficientNet("B0", {
      preprocessing: "imagenet",
      inputShape: [32, 32, 3],
      classes: 10,
    });
    const saved: tf.io.ModelArtifacts[] = [];
    await network.save(
      tf.io.withSaveHandler((artifacts) => {
        saved.push(artifacts);
        return Promise.resolve({ modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) });
      }),
    );
    const loaded = await loadLayersModel(tf.io.fromMemory(saved[0]));
    const input = inputByRule(32, 1).map((value) => Math.round(127.5 * (value + 1)));
    expect(run(loaded, input, [1, 32, 32, 3])).toEqual(run(network, input, [1, 32, 32, 3]));
    network.dispose();
    loaded.dispose();
  });

  it("has the same kernels for the same seed", () => {
    const kernel = (seed: number): ArrayLike<number> => {
      const model = buildEfficientNet("B0", { preprocessing: "none", top: false, seed });
      const values = model.getLayer("block7a_project_conv").weights[0].read().dataSync();
      model.dispose();
      return values;
    };
    const values = kernel(1);
    expect(kernel(1)).toEqual(values);
    expect(kernel(2)).not.toEqual(values);
    // 2 / fan out: 320 channels of 1x1; a normal cut off at two deviations is scaled back to it
    const variance = Array.from(values, (value) => value ** 2).reduce((a, b) => a + b) / values.length;
    expect(variance / (2 / 320)).toBeGreaterThan(0.7);
    expect(variance / (2 / 320)).toBeLessThan(1.1);
  });

  it("draws drop-connect per image, in training only", () => {
    const model = buildEfficientNet("B0", {
      ...small,
      top: false,
      inputShape: [32, 32, 3],
      dropConnect: 0.9,
    });
    const drop = model.getLayer("block6d_drop");
    tf.tidy(() => {
      const ones = tf.ones([32, 2, 2, 3]);
      const trained = drop.apply(ones, { training: true }) as tf.Tensor;
      const images = trained.arraySync() as number[][][][];
      const kinds = images.map((image) => new Set(image.flat(2)));
      expect(kinds.every((kind) => kind.size === 1)).toBe(true);
      expect(new Set(images.map((image) => image[0][0][0])).size).toBe(2);
      expect((drop.apply(ones) as tf.Tensor).arraySync()).toEqual(ones.arraySync());
    });
    model.dispose();
  });

  it.each([
    [{ preprocessing: "tf" }, 'preprocessing must be one of "unit", "imagenet", "none", got "tf"'],
    [{ preprocessing: "imagenet", inputShape: [32, 32, 1] }, "needs 3 channels, got inputShape [32, 32, 1]"],
    [{ ...small, classes: 0 }, "classes must be an integer of at least 1, got 0"],
    [{ ...small, pooling: "max" }, 'pooling of a network with top must be one of "avg", got "max"'],
    [{ ...small, top: false, pooling: "min" }, 'pooling must be one of "none", "avg", "max", got "min"'],
  ])("refuses %o", (options, sentence) => {
    const untyped = options as unknown as Parameters<typeof buildEfficientNet>[1]; // a caller without types
    expect(() => buildEfficientNet("B0", untyped)).toThrow(sentence);
  });
});
