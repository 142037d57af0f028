import { env } from "@tensorflow/tfjs-core";
import { input, layers, model as functional, sequential, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { random } from "@tensorloom/core";
import { fromArray } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import { leavesIn, randomNesting, WIDTH } from "../../fixtures/randomNesting.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sgd } from "../optimizers/sgd.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await useBackend("cpu");
});

const ROWS = 4;
const batch = {
  inputs: {
    data: Float32Array.from({ length: ROWS * WIDTH }, (_, i) => Math.sin(5 * i) + 0.3),
    shape: [ROWS, WIDTH],
  },
  targets: { data: Float32Array.of(1, -1, 2, 0), shape: [ROWS] },
};
const options: FitOptions = {
  train: fromArray([batch]),
  epochs: 1,
  loss: meanSquaredError(),
  optimizer: sgd(),
  schedule: 0.01,
};

const numbersOf = (layer: layers.Layer) =>
  layer.weights.map((weight) => [weight.originalName, [...weight.read().dataSync()]] as const);

/** What training has to move: statistics, and kernels. A bias before a normalisation has no gradient. */
const moves = ([name]: readonly [string, unknown]) => /(moving_mean|kernel)$/.test(name);

const RUNS: readonly (readonly [string, Partial<FitOptions>, number])[] = [
  ["plain", {}, 40],
  ["with recomputation", { recompute: { every: 2 } }, 25],
  ["accumulating", { accumulate: 2, train: fromArray([batch, batch]) }, 20],
  ["by replicas", { replicas: 2 }, 2],
  ["by replicas that synchronise", { replicas: { count: 2, syncBatchNorm: true } }, 1],
];

describe.each(RUNS)("a fit, %s,", (what, more, count) => {
  it("leaves frozen layers of random nestings as they are, and moves the others", async () => {
    for (let seed = 0; seed < count; seed++) {
      const nested = randomNesting(random(seed, what.length), 3);
      const leaves = leavesIn(nested);
      const before = leaves.map(({ layer }) => numbersOf(layer));
      const flags = leaves.map(({ layer }) => layer.trainable);
      await fit(nested.layer, { ...options, ...more });
      for (const [at, { layer, frozen }] of leaves.entries()) {
        const after = numbersOf(layer);
        const where = `seed ${String(seed)}, ${layer.name}`;
        if (frozen) expect(after, where).toEqual(before[at]);
        else
          for (const [i, weight] of after.entries())
            if (moves(weight)) expect(weight[1], `${where}, ${weight[0]}`).not.toEqual(before[at][i][1]);
      }
      expect(leaves.map(({ layer }) => layer.trainable)).toEqual(flags);
      nested.layer.dispose();
    }
  });
});

describe("freezing", () => {
  const norm = (name: string) => layers.batchNormalization({ name, inputShape: [WIDTH] });
  const dense = (name: string, units = WIDTH) => layers.dense({ name, units, inputShape: [WIDTH] });
  const meanOf = (layer: layers.Layer) => [
    ...(layer.weights
      .find(({ originalName }) => originalName.endsWith("mean"))
      ?.read()
      .dataSync() ?? []),
  ];

  it("holds for a model that cannot be fused", async () => {
    const bn = layers.batchNormalization({ name: "bn" });
    const inner = sequential({ layers: [layers.masking({ inputShape: [1, WIDTH] }), bn] });
    inner.trainable = false;
    const model = sequential({ layers: [inner, layers.flatten(), layers.dense({ units: 1 })] });
    const images = { ...batch, inputs: { ...batch.inputs, shape: [ROWS, 1, WIDTH] } };
    await fit(model, { ...options, train: fromArray([images]) });
    expect(meanOf(bn)).toEqual([0, 0, 0]);
  });

  it("holds inside a wrapper", async () => {
    const bn = layers.batchNormalization({ name: "bn", inputShape: [WIDTH] });
    const inner = sequential({ layers: [bn, dense("inside")] });
    inner.trainable = false;
    const wrapped = layers.timeDistributed({ layer: inner, inputShape: [1, WIDTH] });
    const model = sequential({ layers: [wrapped, layers.flatten(), layers.dense({ units: 1 })] });
    const images = { ...batch, inputs: { ...batch.inputs, shape: [ROWS, 1, WIDTH] } };
    await fit(model, { ...options, train: fromArray([images]) });
    expect(meanOf(bn)).toEqual([0, 0, 0]);
  });

  it("by a model reaches the layers that another model shares with it", async () => {
    const start = input({ shape: [WIDTH] });
    const bn = norm("bn");
    const hidden = bn.apply(start) as SymbolicTensor; // symbolic in, symbolic out
    const frozen = functional({ inputs: start, outputs: hidden });
    const shared = functional({ inputs: start, outputs: dense("more").apply(hidden) as SymbolicTensor });
    frozen.trainable = false;
    const model = sequential({ layers: [shared, dense("head", 1)] });
    await fit(model, options);
    expect(meanOf(bn)).toEqual([0, 0, 0]);
  });

  it("of a built sequential model can be undone", async () => {
    const inside = dense("inside");
    const model = sequential({ layers: [sequential({ layers: [inside] }), dense("head", 1)] });
    model.trainable = false;
    model.countParams();
    model.trainable = true;
    const before = numbersOf(inside);
    await fit(model, options);
    expect(numbersOf(inside)).not.toEqual(before);
  });

  it("a weight that two places share is trained once", async () => {
    const shared = layers.dense({ name: "one", units: 1, inputShape: [1], useBias: false });
    const start = input({ shape: [1] });
    const inner = functional({ inputs: start, outputs: shared.apply(start) as SymbolicTensor });
    const outer = input({ shape: [1] });
    const twice = inner.apply(shared.apply(outer)) as SymbolicTensor;
    const model = functional({ inputs: outer, outputs: twice });
    shared.weights[0].write((await import("@tensorflow/tfjs-core")).tensor([[3]]));
    const one = { data: Float32Array.of(1), shape: [1, 1] };
    const train = fromArray([{ inputs: one, targets: { data: Float32Array.of(0), shape: [1] } }]);
    await fit(model, { ...options, train }); // loss (w w)^2, its slope 4 w^3
    expect(shared.weights[0].read().dataSync()[0]).toBeCloseTo(3 - 0.01 * 4 * 27, 5);
  });
});
