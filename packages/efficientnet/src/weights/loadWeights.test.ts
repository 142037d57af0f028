import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { weightsByRule } from "../../fixtures/weightsByRule.ts";
import { buildEfficientNet } from "../architecture/buildEfficientNet.ts";
import { loadWeights } from "./loadWeights.ts";
import type { Weight } from "./namedWeights.ts";
import { plan } from "../architecture/plan.ts";
import { weightShapes } from "../architecture/weightShapes.ts";
import { WeightsError } from "./weightsError.ts";

const options = { preprocessing: "none", initialWeights: "zeros", inputShape: [32, 32, 3] } as const;
const numbers = weightsByRule(weightShapes(plan("B0"), 1000));
let model: LayersModel;

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
  model = buildEfficientNet("B0", options);
});

afterAll(() => {
  model.dispose();
});

const held = (name: string): ArrayLike<number> | undefined =>
  model.weights
    .find(({ originalName }) => originalName === name)
    ?.read()
    .dataSync();

/** Quicker than `toEqual` on five million numbers. */
function isHeld(name: string, data: Float32Array): boolean {
  const values = held(name);
  return values?.length === data.length && data.every((value, i) => value === values[i]);
}

function issuesOf(load: () => void): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof WeightsError) return error.issues.map(({ name, problem }) => `${name}: ${problem}`);
    throw error;
  }
  return [];
}

const scalar: Weight = { data: Float32Array.of(1), shape: [] };

describe("loadWeights", () => {
  it("assigns every weight its own values, in any order", () => {
    const tensors = tf.memory().numTensors;
    loadWeights(model, new Map([...numbers].reverse()));
    for (const [name, { data }] of numbers) expect(isHeld(name, data), name).toBe(true);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("accepts the names of other packages", () => {
    const theirs = new Map(
      [...numbers].map(([name, weight]) => [
        name.replace("/depthwise_kernel", "/kernel").replace("predictions/", "probs/"),
        weight,
      ]),
    );
    loadWeights(model, theirs);
    expect(held("predictions/bias")).toEqual(numbers.get("predictions/bias")?.data);
  });

  it("ignores Keras's preprocessing, and a classifier if the model has none", () => {
    const bare = buildEfficientNet("B0", { ...options, top: false });
    const more = new Map(numbers);
    for (const name of ["normalization/mean", "normalization/variance", "normalization_1/count"])
      more.set(name, scalar);
    expect(issuesOf(() => loadWeights(bare, more))).toEqual([]);
    bare.dispose();
  });

  it("lists every issue and changes nothing", () => {
    loadWeights(model, numbers);
    const wrong = new Map(numbers);
    wrong.delete("stem_bn/beta");
    wrong.set("stem_conv/kernel", { data: new Float32Array(9), shape: [3, 3, 1, 1] });
    wrong.set("top_bn/gamma", { data: new Float32Array(1280), shape: [1280] });
    wrong.set("block2c_bn/gamma", { data: new Float32Array(3), shape: [3] });
    expect(() => loadWeights(model, wrong)).toThrow(
      [
        "loadWeights: 3 weights do not fit the model efficientnetb0:",
        "  stem_conv/kernel: expected [3, 3, 3, 32], got [3, 3, 1, 1]",
        "  stem_bn/beta: missing, expected [32]",
        "  block2c_bn/gamma: the model has no such weight, got [3]",
      ].join("\n"),
    );
    expect(held("top_bn/gamma")).toEqual(numbers.get("top_bn/gamma")?.data);
  });

  it("lists all weights of another variant", () => {
    const other = weightsByRule(weightShapes(plan("B1"), 1000));
    const all = issuesOf(() => loadWeights(model, other));
    expect(all.every((line) => line.endsWith(": unexpected"))).toBe(true); // B1 is B0 with more blocks
    expect(all).toHaveLength(other.size - numbers.size);
    const backwards = buildEfficientNet("B1", options);
    expect(issuesOf(() => loadWeights(backwards, numbers))).toHaveLength(all.length);
    backwards.dispose();
  });

  it("reports 1000 classes for another classifier, unless it is excepted", () => {
    const five = buildEfficientNet("B0", { ...options, classes: 5 });
    expect(issuesOf(() => loadWeights(five, numbers))).toEqual([
      "predictions/kernel: shape",
      "predictions/bias: shape",
    ]);
    expect(issuesOf(() => loadWeights(five, numbers, { except: ["predictions"] }))).toEqual([]);
    five.dispose();
  });

  it("refuses values that do not fill their shape", () => {
    const short = new Map(numbers).set("stem_bn/beta", { data: new Float32Array(31), shape: [32] });
    expect(() => loadWeights(model, short)).toThrow("stem_bn/beta: expected [32], got [31]");
  });
});
