import { OutOfMemoryError, useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { recomputeOf } from "@tensorloom/graph/internal";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import type { TrainingRun } from "../callbacks/callback.ts";
import { adam } from "../optimizers/adam.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { sgd } from "../optimizers/sgd.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { resolveFitOptions } from "../options/resolveFitOptions.ts";
import { fit } from "../trainer/fit.ts";
import type { History } from "../trainer/history.ts";
import { planPasses } from "./planPasses.ts";

beforeAll(() => useBackend("wasm"));

/** A convolution and sixteen activations of 1 MB per row of 64x64 each, most of which can be recomputed. */
function deep(): LayersModel {
  const kernel = { filters: 64, kernelSize: 1, useBias: false, kernelInitializer: "zeros" } as const;
  const model = sequential({ layers: [layers.conv2d({ ...kernel, inputShape: [64, 64, 4] })] });
  for (let depth = 0; depth < 16; depth++) model.add(layers.activation({ activation: "relu" }));
  model.add(layers.globalAveragePooling2d({ dataFormat: "channelsLast" }));
  model.add(layers.dense({ units: 1, kernelInitializer: "zeros" }));
  return model;
}

function images(rows: number): Batch {
  return {
    inputs: { data: new Uint8Array(rows * 64 * 64 * 4), shape: [rows, 64, 64, 4] },
    targets: { data: new Float32Array(rows).fill(1), shape: [rows] },
  };
}

async function run(
  options: Partial<FitOptions>,
  model = deep(),
): Promise<{ readonly history: History; readonly said: readonly string[] }> {
  const said: string[] = [];
  const history = await fit(model, {
    train: fromArray([images(6)]),
    epochs: 1,
    loss: meanSquaredError(),
    optimizer: sgd(),
    engine: "tfjs",
    onWarning: (message) => said.push(message),
    ...options,
  });
  return { history, said };
}

describe("fit plans a step for its memory", () => {
  it("and leaves what fits as it is, and says so in the history and to callbacks", async () => {
    const seen: TrainingRun["memoryPlan"][] = [];
    const { history, said } = await run({
      maxMemory: "1 GB",
      callbacks: [
        {
          onBegin: ({ memoryPlan }) => void seen.push(memoryPlan),
          onStepEnd: (_, { memoryPlan }) => void seen.push(memoryPlan),
        },
      ],
    });
    expect(history.memoryPlan).toMatchObject({
      rows: 6,
      microBatch: 6,
      passes: 1,
      recompute: false,
      maxBytes: 2 ** 30,
    });
    expect(history.memoryPlan?.bytes).toBeGreaterThan(6 * 8 * 2 ** 20);
    expect(seen).toEqual([undefined, history.memoryPlan]);
    expect(said).toEqual([]);
  });

  it("recomputes before it splits, and splits what is still too large", async () => {
    const whole = await run({ maxMemory: "1 GB" });
    const recomputed = await run({ maxMemory: "128 MB" });
    expect(recomputed.history.memoryPlan).toMatchObject({ microBatch: 6, passes: 1 });
    expect(recomputed.history.memoryPlan?.recompute).toHaveProperty("bytes");
    expect(recomputed.said).toEqual([
      expect.stringMatching(
        /^fit: a step of 6 rows does not fit into maxMemory as it is: it is computed in 1 micro-batch of up to 6 rows and recomputed activations \(about \d+ MB\)$/,
      ),
    ]);
    const split = await run({ maxMemory: "64 MB" });
    expect(split.history.memoryPlan?.passes).toBeGreaterThan(1);
    for (const { history } of [recomputed, split]) {
      const { bytes = Infinity, maxBytes = 0 } = history.memoryPlan ?? {};
      expect(bytes).toBeLessThan(maxBytes);
      expect(history.epochs[0].logs["loss"]).toBeCloseTo(whole.history.epochs[0].logs["loss"], 6);
    }
  });

  it("keeps the rows of microBatch, and then only recomputes", async () => {
    const { history } = await run({ maxMemory: "100 MB", microBatch: 3 });
    expect(history.memoryPlan).toMatchObject({ rows: 6, microBatch: 3, passes: 2 });
    await expect(run({ maxMemory: "48 MB", microBatch: 6 })).rejects.toThrow(
      /^fit: maxMemory of 48 MB is too little for .*: a pass of 6 rows with recomputed activations takes .*; set maxMemory: "\d+ MB", or take microBatch: "auto", smaller images/,
    );
  });

  it("throws if not even one row fits, and names a size that is enough", async () => {
    const error: unknown = await run({ maxMemory: "20 MB" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).not.toBeInstanceOf(OutOfMemoryError);
    const { message } = error as RangeError;
    expect(message).toMatch(
      /^fit: maxMemory of 20 MB is too little for .*: a pass of 1 row with recomputed activations takes about \d+ MB \(weights 1 MB, optimizer 0 MB, gradients 1 MB, activations \d+ MB, the rest \d+ MB\), and \d+ MB with the gaps between tensors; set maxMemory: "\d+ MB", or take smaller images or a smaller variant, or freeze layers$/,
    );
    const needed = /set maxMemory: "(\d+ MB)"/.exec(message)?.[1];
    expect((await run({ maxMemory: needed })).history.memoryPlan?.microBatch).toBe(1);
  });

  it("leaves the recomputation of later runs to themselves, and keeps that of fuse", async () => {
    const model = deep();
    await run({ maxMemory: "128 MB" }, model);
    expect(recomputeOf(model)).toBeUndefined();
    expect((await run({ maxMemory: "1 GB" }, model)).history.memoryPlan?.recompute).toBe(false);
    const fixed = await run({ maxMemory: "1 GB", recompute: { every: 4 } }, model);
    expect(fixed.history.memoryPlan?.recompute).toEqual({ every: 4 });
    expect(recomputeOf(model)).toEqual({ every: 4 });
    expect((await run({ maxMemory: "128 MB" }, model)).history.memoryPlan?.recompute).toEqual({ every: 4 });
  });

  it("computes validation in no more rows than a pass, and in one pass if the step is not split", async () => {
    const rowsOf = async (maxMemory: string) => {
      const rows = new Set<number>();
      const model = deep();
      const apply = model.apply.bind(model);
      model.apply = (inputs, options) => {
        const [first] = Array.isArray(inputs) ? inputs : [inputs];
        if (options?.["training"] !== true) rows.add(first.shape[0] ?? 0);
        return apply(inputs, options);
      };
      const validation = fromArray([images(8)]);
      const { history } = await run({ maxMemory, validation }, model);
      return { most: Math.max(...rows), microBatch: history.memoryPlan?.microBatch };
    };
    expect(await rowsOf("1 GB")).toEqual({ most: 8, microBatch: 6 });
    const { most, microBatch } = await rowsOf("64 MB");
    expect(most).toBe(microBatch);
  });

  it("works on replicas, which share the memory", async () => {
    const { history, said } = await run({ maxMemory: "110 MB", replicas: 2 });
    const { bytes = Infinity, maxBytes } = history.memoryPlan ?? {};
    expect(maxBytes).toBe(55 * 2 ** 20);
    expect(bytes).toBeLessThan(55 * 2 ** 20);
    expect(said).toHaveLength(1);
  });
});

describe("a plan counts", () => {
  function bytes(options: Partial<FitOptions>): number {
    const model = sequential({
      layers: [layers.dense({ units: 512, inputShape: [512], useBias: false, kernelInitializer: "zeros" })], // 1 MB
    });
    const resolved = resolveFitOptions(model, {
      train: fromArray([]),
      epochs: 1,
      loss: meanSquaredError(),
      maxMemory: "1 GB",
      ...options,
    });
    const shape = { rows: 1, maxRows: 1, split: true, inputShapes: [[512]], training: true } as const;
    return Math.round((planPasses(model, resolved, { ...shape, engine: "tfjs" })?.plan.bytes ?? 0) / 2 ** 20);
  }
  const custom: Optimizer = { name: "custom", bind: (variables) => sgd().bind(variables) };

  it.each<[string, Partial<FitOptions>, number]>([
    ["no slots of SGD", { optimizer: sgd() }, 2],
    ["one slot of momentum", { optimizer: sgd({ momentum: 0.9 }) }, 3],
    ["two slots of Adam", {}, 4],
    ["three slots of AMSGrad", { optimizer: adam({ amsgrad: true }) }, 5],
    ["those of an optimizer with rates by layer", { optimizer: sgd(), layerRates: { "*": 0.1 } }, 2],
    ["two slots of an optimizer that does not say", { optimizer: custom }, 4],
    ["the average of weights", { optimizer: sgd(), ema: {} }, 3],
    ["gradients that are held between batches", { optimizer: sgd(), accumulate: 2 }, 3],
  ])("%s", (_, options, megabytes) => {
    expect(bytes(options)).toBe(megabytes);
  });

  it("twice as much on ONNX Runtime, within maxMemory", () => {
    const model = deep();
    const train = fromArray([images(6)]);
    const options = { train, epochs: 1, loss: meanSquaredError(), maxMemory: "200 MB" };
    const resolved = resolveFitOptions(model, options);
    const shape = { rows: 6, maxRows: 6, split: true, inputShapes: [[64, 64, 4]], training: true } as const;
    const plan = (engine: "tfjs" | "onnxruntime") => planPasses(model, resolved, { ...shape, engine })?.plan;
    expect(plan("tfjs")).toMatchObject({ passes: 1 });
    const onnx = plan("onnxruntime");
    expect(onnx?.passes).toBeGreaterThan(1);
    expect(onnx?.bytes).toBeLessThanOrEqual(200 * 2 ** 20);
  });
});
