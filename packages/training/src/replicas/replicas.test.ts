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
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { listDifferences } from "../../fixtures/listDifferences.ts";
import {
  batches,
  batchOf,
  CASES,
  loss,
  net,
  type Outcome,
  outcome,
  runCase,
  SIZE,
} from "../../fixtures/replicaRuns.ts";
import type { Batch } from "../batch/batch.ts";
import type { Callback } from "../callbacks/callback.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import type { Metric } from "../metrics/metric.ts";

/** Expects two runs to have the same losses and weights, up to a relative distance. */
function expectAlike(one: Outcome, other: Outcome, tolerance: number): void {
  expect(listDifferences(one, other, tolerance)).toEqual([]);
}

async function start(backend: "cpu" | "wasm"): Promise<void> {
  env().set("IS_TEST", backend === "cpu");
  await useBackend(backend);
}
beforeAll(() => start("cpu"));

describe("replicas on wasm compute what one replica computes", () => {
  beforeAll(() => start("wasm"));

  it.each(Object.keys(CASES))("with %s, to 1e-5", async (name) => {
    expectAlike(await runCase(name, 1), await runCase(name, 2), 1e-5);
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
