import { readFileSync } from "node:fs";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distance, run } from "../../fixtures/run.ts";
import { inputByRule, weightsByRule } from "../../fixtures/weightsByRule.ts";
import { buildEfficientNet } from "./buildEfficientNet.ts";
import { features } from "./features.ts";
import { loadWeights } from "../weights/loadWeights.ts";
import { plan } from "./plan.ts";
import { VARIANTS } from "./variants.ts";
import { weightShapes } from "./weightShapes.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

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

let before: number;
beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("wasm");
  before = tf.memory().numTensors;
});

afterAll(() => {
  expect(tf.memory().numTensors).toBe(before);
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

  it("returns Keras's outputs, within 1e-5", () => {
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
  ] as const)("%s returns Keras's probabilities", (variant, size) => {
    const model = buildEfficientNet(variant, { preprocessing: "none", initialWeights: "zeros" });
    loadWeights(model, weightsByRule(weightShapes(plan(variant), 1000)));
    const [output] = run(model, inputByRule(size, 1), [1, size, size, 3]);
    expect(distance(output, golden(`${variant}.top.softmax.bin`))).toBeLessThan(1e-5);
    model.dispose();
  });
});
