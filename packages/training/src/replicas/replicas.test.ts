import { allVariables } from "@tensorloom/graph/internal";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, memory, tensor } from "@tensorflow/tfjs-core";
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model as graph,
  regularizers,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import type { Callback } from "../callbacks/callback.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import type { Metric } from "../metrics/metric.ts";
import { adam } from "../optimizers/adam.ts";
import { sgd } from "../optimizers/sgd.ts";
import type { ReplicasOptions } from "../options/replicasOptions.ts";

const loss = binaryCrossEntropy();
const SIZE = 6;

/** Small images whose brightness depends on their label. */
function batchOf(rows: number, phase: number, weighted = false): Batch {
  const width = SIZE * SIZE * 2;
  return {
    inputs: {
      data: Float32Array.from(
        { length: rows * width },
        (_, i) => Math.sin(7 * i + phase) + (Math.floor(i / width) % 2),
      ),
      shape: [rows, SIZE, SIZE, 2],
    },
    targets: { data: Float32Array.from({ length: rows }, (_, row) => row % 2), shape: [rows] },
    ...(weighted && {
      weights: { data: Float32Array.from({ length: rows }, (_, row) => 0.5 + row / 3), shape: [rows] },
    }),
  };
}

/** Whole, uneven, and of fewer rows than replicas. */
const batches = [8, 8, 5, 1, 6].map((rows, at) => batchOf(rows, at));

/** Drawn again from the same seeds each time. */
function net(normalized: boolean): LayersModel {
  const glorot = (seed: number) => initializers.glorotUniform({ seed });
  return sequential({
    layers: [
      layers.conv2d({
        name: "stem",
        inputShape: [SIZE, SIZE, 2],
        filters: 4,
        kernelSize: 3,
        useBias: !normalized,
        activation: "linear",
        kernelInitializer: glorot(1),
        kernelRegularizer: regularizers.l2({ l2: 0.01 }),
      }),
      ...(normalized ? [layers.batchNormalization({ name: "norm", momentum: 0.9 })] : []),
      layers.activation({ activation: "swish" }),
      layers.globalAveragePooling2d({ name: "pool" }),
      layers.dense({ name: "inner", units: 5, activation: "tanh", kernelInitializer: glorot(2) }),
      layers.dense({ name: "head", units: 1, activation: "sigmoid", kernelInitializer: glorot(3) }),
    ],
  });
}

interface Outcome {
  readonly losses: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[]>>;
}

async function outcome(
  model: LayersModel,
  replicas: number | ReplicasOptions,
  options: Partial<FitOptions> = {},
): Promise<Outcome> {
  const losses: number[] = [];
  await fit(model, {
    train: fromArray(batches),
    epochs: 1,
    loss,
    schedule: 0.05,
    callbacks: [{ onStepEnd: ({ loss }) => void losses.push(loss) }],
    ...options,
    replicas,
  });
  const weights: Record<string, readonly number[]> = {};
  for (const [name, variable] of allVariables(model)) weights[name] = [...(await variable.data())];
  return { losses, weights };
}

/** The greatest distance, relative to the greatest number of an array. */
function distance(a: readonly number[], b: readonly number[]): number {
  const scale = Math.max(...a.map(Math.abs), 1e-3);
  return Math.max(...a.map((value, at) => Math.abs(value - b[at]) / scale));
}

function expectAlike(one: Outcome, other: Outcome, tolerance: number): void {
  expect(Object.keys(other.weights)).toEqual(Object.keys(one.weights));
  expect(other.losses).toHaveLength(one.losses.length);
  expect(distance(one.losses, other.losses), "losses").toBeLessThan(tolerance);
  for (const [name, values] of Object.entries(one.weights))
    expect(distance(values, other.weights[name]), name).toBeLessThan(tolerance);
}

async function start(backend: "cpu" | "wasm"): Promise<void> {
  env().set("IS_TEST", backend === "cpu");
  await useBackend(backend);
}
beforeAll(() => start("cpu"));

/** Options that replicas must not change the meaning of. */
const CASES: Readonly<Record<string, Partial<FitOptions> & { readonly frozen?: readonly string[] }>> = {
  adam: {},
  "stochastic gradient descent with momentum": { optimizer: sgd({ momentum: 0.9 }) },
  "an optimizer of the user's": { optimizer: { ...adam(), config: undefined } },
  "accumulated batches": { accumulate: 2 },
  "clipped gradients": { optimizer: sgd(), schedule: 0.5, clip: { norm: 0.05, value: 0.03 } },
  "weighted rows and classes": {
    train: fromArray([8, 5, 1, 3, 4].map((rows, at) => batchOf(rows, at, true))),
    classWeights: [0.5, 3],
  },
  "a frozen layer": { frozen: ["stem"] },
  "activations computed again": { recompute: true },
  "several epochs": { epochs: 2, train: fromArray(batches.slice(2)) },
};

describe("replicas on wasm compute what one replica computes", () => {
  beforeAll(() => start("wasm"));

  it.each(Object.entries(CASES))("with %s, to 1e-5", async (_name, { frozen = [], ...options }) => {
    const [one, two] = [net(false), net(false)];
    for (const model of [one, two])
      for (const layer of model.layers) layer.trainable = !frozen.includes(layer.name);
    expectAlike(await outcome(one, 1, options), await outcome(two, 2, options), 1e-5);
  });

  it("when there are three, to 1e-5", async () => {
    expectAlike(await outcome(net(false), 1), await outcome(net(false), 3), 1e-5);
  });

  it.each([
    [2, {}],
    [3, {}],
    [2, { recompute: { every: 2 } }],
  ])("with %i synchronised batch normalisations and %o, to 1e-4", async (count, options) => {
    const replicas = { count, syncBatchNorm: true };
    expectAlike(await outcome(net(true), 1), await outcome(net(true), replicas, options), 1e-4);
  });

  it("with a frozen batch normalisation, to 1e-5", async () => {
    const [one, two] = [net(true), net(true)];
    for (const model of [one, two]) model.getLayer("norm").trainable = false;
    expectAlike(await outcome(one, 1), await outcome(two, 2), 1e-5);
  });
});

describe("replicas on cpu", () => {
  beforeAll(() => start("cpu"));

  it("compute what one replica computes, to 1e-5, and with syncBatchNorm to 1e-4", async () => {
    expectAlike(await outcome(net(false), 1), await outcome(net(false), 2), 1e-5);
    const replicas = { count: 3, syncBatchNorm: true };
    expectAlike(await outcome(net(true), 1), await outcome(net(true), replicas), 1e-4);
  });
});

describe("batch normalisation that is not synchronised", () => {
  it("moves its statistics by the mean over rows", async () => {
    await start("cpu");
    const train = fromArray([batchOf(3, 0)]); // two rows and one
    const halves = [
      { from: 0, rows: 2 },
      { from: 2, rows: 1 },
    ];
    const { inputs, targets } = batchOf(3, 0);
    if (!("data" in inputs)) throw new Error("one input");
    const moved = await Promise.all(
      halves.map(async ({ from, rows }) => {
        const width = SIZE * SIZE * 2;
        const part = {
          inputs: {
            data: inputs.data.slice(from * width, (from + rows) * width),
            shape: [rows, SIZE, SIZE, 2],
          },
          targets: { data: targets.data.slice(from, from + rows), shape: [rows] },
        };
        const { weights } = await outcome(net(true), 1, { train: fromArray([part]), schedule: 0 });
        return { rows, mean: weights["norm/moving_mean"] };
      }),
    );
    const { weights } = await outcome(net(true), 2, { train, schedule: 0 });
    for (const [channel, value] of weights["norm/moving_mean"].entries())
      expect(value).toBeCloseTo(
        moved.reduce((sum, { rows, mean }) => sum + (rows * mean[channel]) / 3, 0),
        6,
      );
  });
});

describe("a run of replicas", () => {
  beforeAll(() => start("wasm"));

  it("is deterministic to the bit for the same seed, including dropout", async () => {
    const dropping = () => sequential({ layers: [net(true), layers.dropout({ rate: 0.3 })] });
    const first = await outcome(dropping(), 2, { seed: 3 });
    expect(await outcome(dropping(), 2, { seed: 3 })).toEqual(first);
    expect(await outcome(dropping(), 2, { seed: 4 })).not.toEqual(first);
  });

  it("draws different dropout masks on each replica", async () => {
    const dropping = sequential({
      layers: [layers.dropout({ rate: 0.5, inputShape: [64] }), layers.dense({ units: 1 })],
    });
    const rows: Batch = {
      inputs: { data: new Float32Array(128).fill(1), shape: [2, 64] },
      targets: { data: Float32Array.of(0, 0), shape: [2] },
    };
    const seen: Float32Array[] = [];
    const watching: Metric = {
      name: "seen",
      mode: "max",
      start: () => ({
        update: (_targets, { data }) => void seen.push(Float32Array.from(data)),
        result: () => 0,
      }),
    };
    await outcome(dropping, 2, { train: fromArray([rows]), loss: meanSquaredError(), metrics: [watching] });
    expect(seen[0][0]).not.toBe(seen[0][1]);
  });

  it("validates on every replica with the weights of rank 0 after the epoch", async () => {
    await start("cpu");
    const model = net(true);
    const validation = fromArray(batches);
    const options = { train: fromArray(batches), validation, epochs: 2, loss, replicas: 3 };
    const { epochs } = await fit(model, options);
    const { loss: alone } = await evaluate(model, validation, { loss });
    expect(epochs[1].logs["val_loss"]).toBeCloseTo(alone, 6);
    await start("wasm");
  });

  it("continues from weights that a callback assigns", async () => {
    const [one, two] = [net(false), net(false)];
    const halving: Callback = {
      async onStepEnd(_at, { model }) {
        for (const variable of allVariables(model).values()) {
          const half = tensor(
            (await variable.data()).map((value) => value / 2),
            variable.shape,
          );
          variable.assign(half);
          half.dispose();
        }
      },
    };
    expectAlike(
      await outcome(one, 1, { callbacks: [halving] }),
      await outcome(two, 2, { callbacks: [halving] }),
      1e-5,
    );
  });

  it("leaks no tensor in a step, and none in a run", async () => {
    const model = net(true);
    const before = memory().numTensors;
    const counts: number[] = [];
    await outcome(model, 2, {
      accumulate: 2,
      clip: { norm: 1 },
      epochs: 2,
      validation: fromArray(batches),
      callbacks: [{ onStepEnd: () => void counts.push(memory().numTensors) }],
    });
    expect(new Set(counts).size).toBe(1);
    expect(memory().numTensors).toBe(before);
  });

  it("accepts several inputs", async () => {
    const twins = (): LayersModel => {
      const inputs = [1, 2].map((width) => input({ shape: [width] }));
      const combined = layers.concatenate().apply(inputs) as SymbolicTensor;
      const kernelInitializer = initializers.glorotUniform({ seed: 1 });
      const head = layers.dense({ name: "head", units: 1, activation: "sigmoid", kernelInitializer });
      return graph({ inputs, outputs: head.apply(combined) as SymbolicTensor });
    };
    const batch: Batch = {
      inputs: [
        { data: Uint8Array.of(1, 2, 3), shape: [3, 1] },
        { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
      ],
      targets: { data: Float32Array.of(0, 1, 1), shape: [3] },
    };
    const train = fromArray([batch, batch]);
    expectAlike(await outcome(twins(), 1, { train }), await outcome(twins(), 2, { train }), 1e-5);
  });
});
