import { readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inputByRule, weightsByRule } from "../fixtures/weightsByRule.ts";
import { buildEfficientNet } from "./build.ts";
import { features } from "./features.ts";
import { loadWeights } from "./loadWeights.ts";
import { plan } from "./plan.ts";
import { VARIANTS } from "./variants.ts";
import { weightShapes } from "./weightShapes.ts";

const fixtures = join(import.meta.dirname, "..", "fixtures");

interface Tap {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly l2: number;
  readonly first: readonly number[];
}

const forward = JSON.parse(readFileSync(join(fixtures, "forward.json"), "utf8")) as Record<
  string,
  Record<string, Tap>
>;

function golden(name: string): Float32Array {
  const bytes = readFileSync(join(fixtures, name));
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}

/** How far apart two lists are, by the length (L2) of their difference. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [apart, whole] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    apart += (a[i] - b[i]) ** 2;
    whole += b[i] ** 2;
  }
  return a.length === b.length ? Math.sqrt(apart / whole) : Infinity;
}

function run(model: LayersModel, input: Float32Array, shape: number[]): Float32Array[] {
  return tf.tidy(() => {
    const outputs = model.predict(tf.tensor(input, shape));
    return [outputs].flat().map((output) => output.dataSync() as Float32Array); // all of them are floats
  });
}

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("wasm");
});

afterAll(() => {
  expect(tf.memory().numTensors).toBe(0);
});

describe.each(VARIANTS)("%s", (variant) => {
  it("has the layers of keras.applications", () => {
    const model = buildEfficientNet(variant, { preprocessing: "imagenet", initialWeights: "zeros" });
    const layers = readFileSync(join(fixtures, `${variant}.layers.txt`), "utf8")
      .trim()
      .split("\n");
    expect(model.layers.map(({ name }) => name).sort()).toEqual([...layers].sort());
    expect(model.weights.map(({ originalName, shape }) => [originalName, shape]).sort()).toEqual(
      [...weightShapes(plan(variant), 1000)].sort(),
    );
    expect(model.outputs[0].shape).toEqual([null, 1000]);
    model.dispose();
  });

  it("gives what Keras gives, within 1e-5", () => {
    const size = 64;
    const options = { preprocessing: "none", top: false, pooling: "avg", initialWeights: "zeros" } as const;
    const model = buildEfficientNet(variant, { ...options, inputShape: [size, size, 3] });
    loadWeights(model, weightsByRule(weightShapes(plan(variant), 0)));
    const taps = Object.entries(forward[`${variant}@64`]).filter(([name]) => name !== "pooled");
    const tapped = features(model, [...taps.map(([name]) => name), "avg_pool"]);
    const outputs = run(tapped, inputByRule(size, 2), [2, size, size, 3]);
    expect(distance(outputs[taps.length], golden(`${variant}.64.pooled.bin`))).toBeLessThan(1e-5);
    for (const [index, [, { l2, first }]] of taps.entries()) {
      expect(distance([Math.hypot(...chunks(outputs[index]))], [l2])).toBeLessThan(1e-5);
      expect(distance(outputs[index].slice(0, first.length), first)).toBeLessThan(1e-5);
    }
    model.dispose();
  });
});

/** Lengths of pieces, so that no call has a million arguments. */
function chunks(values: Float32Array): readonly number[] {
  const lengths: number[] = [];
  for (let i = 0; i < values.length; i += 1024) lengths.push(Math.hypot(...values.subarray(i, i + 1024)));
  return lengths;
}

describe("a network with top", () => {
  it.each([
    ["B0", 224],
    ["B3", 300],
  ] as const)("%s gives Keras's probabilities", (variant, size) => {
    const model = buildEfficientNet(variant, { preprocessing: "none", initialWeights: "zeros" });
    loadWeights(model, weightsByRule(weightShapes(plan(variant), 1000)));
    const [output] = run(model, inputByRule(size, 1), [1, size, size, 3]);
    expect(distance(output, golden(`${variant}.top.softmax.bin`))).toBeLessThan(1e-5);
    model.dispose();
  });
});

describe("buildEfficientNet", () => {
  const small = { preprocessing: "none", initialWeights: "zeros" } as const;

  it("takes images of any size, and gives what a network of that size gives", () => {
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
  ] as const)("with %o gives %o", (options, shape) => {
    const model = buildEfficientNet("B0", { ...small, ...options });
    expect(model.outputs[0].shape).toEqual(shape);
    model.dispose();
  });

  it("draws the same kernels for the same seed", () => {
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

  it("gives each image its own drop-connect, in training only", () => {
    const model = buildEfficientNet("B0", { ...small, top: false, inputShape: [8, 8, 3], dropConnect: 0.9 });
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
    [{ preprocessing: "imagenet", inputShape: [8, 8, 1] }, "needs 3 channels, got inputShape [8, 8, 1]"],
    [{ ...small, classes: 0 }, "classes must be an integer of at least 1, got 0"],
    [{ ...small, pooling: "max" }, 'pooling of a network with top must be one of "avg", got "max"'],
    [{ ...small, top: false, pooling: "min" }, 'pooling must be one of "none", "avg", "max", got "min"'],
  ])("refuses %o", (options, sentence) => {
    const untyped = options as unknown as Parameters<typeof buildEfficientNet>[1]; // a caller without types
    expect(() => buildEfficientNet("B0", untyped)).toThrow(sentence);
  });
});
