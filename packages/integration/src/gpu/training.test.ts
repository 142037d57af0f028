import { env, memory } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type ChosenBackend, profile, useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { encodeKerasModel } from "@tensorloom/keras";
import { adam, binaryCrossEntropy, evaluate, fit, type FitOptions, predict, sgd } from "@tensorloom/training";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoGpu } from "../../../backend/fixtures/gpu.ts";
import { batchesOf, setWeights } from "../../fixtures/setWeights.ts";
import { smallMbConv } from "../chromium/smallModels.ts";

const missing = await whyNoGpu();
const STEPS = 3;
const batches = batchesOf(STEPS, 6, 16);
const loss = binaryCrossEntropy();

/** The results of a run. */
interface Run {
  readonly losses: readonly number[];
  readonly weights: readonly Float32Array[];
  readonly outputs: readonly number[];
}

function network(): LayersModel {
  const model = smallMbConv();
  setWeights(model);
  return model;
}

/** Trains and predicts, and returns all numbers. */
async function run(
  options: Partial<FitOptions>,
  prepare: (model: LayersModel) => void = () => undefined,
): Promise<Run> {
  const model = network();
  prepare(model);
  const losses: number[] = [];
  const callbacks = [{ onStepEnd: (step: { readonly loss: number }) => void losses.push(step.loss) }];
  const train = fromArray([...batches]);
  const engine = "tfjs" as const;
  await fit(model, {
    train,
    epochs: 1,
    loss,
    optimizer: adam({ epsilon: 1e-3 }),
    engine,
    callbacks,
    ...options,
  });
  const weights: Float32Array[] = [];
  for (const weight of model.weights) weights.push((await weight.read().data<"float32">()).slice());
  const { outputs } = await predict(model, train, { engine });
  model.dispose();
  return { losses, weights, outputs: [...outputs.data] };
}

/** The largest difference, relative to the largest number. */
function difference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const numbers = Array.from(expected);
  const scale = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return numbers.reduce((most, value, at) => Math.max(most, Math.abs(found[at] - value) / scale), 0);
}

const CASES: Readonly<Record<string, readonly [Partial<FitOptions>, ((model: LayersModel) => void)?]>> = {
  "Adam with clipped gradients": [{ clip: { norm: 0.5 } }],
  "recomputed activations": [{ recompute: true, optimizer: sgd({ momentum: 0.9 }), schedule: 1e-2 }],
  "all but the head frozen": [
    { schedule: 1e-2 },
    (model) => {
      for (const layer of model.layers.slice(0, -1)) layer.trainable = false;
    },
  ],
  "micro-batches": [{ microBatch: 2 }],
};

describe.skipIf(missing !== undefined)(`training on WebGPU (${missing ?? "present"})`, () => {
  const expected = new Map<string, Run>();
  let gpu: ChosenBackend;

  beforeAll(async () => {
    await useBackend("wasm");
    for (const [name, work] of Object.entries(CASES)) expected.set(name, await run(...work));
    gpu = await useBackend("webgpu");
    env().set("IS_TEST", false); // tfjs's check of single kernels: here the buffers of whole runs are counted
  }, 600_000);
  afterAll(async () => {
    gpu.dispose();
    await useBackend("wasm");
  });

  it.each(Object.entries(CASES))(
    "%s: losses, weights and predictions are those of wasm, and no tensor is left",
    async (name, work) => {
      const { numTensors, numDataBuffers } = memory();
      const found = await run(...work);
      const { losses, weights, outputs } = expected.get(name) ?? found;
      expect(losses.length).toBe(STEPS);
      expect(difference(found.losses, losses)).toBeLessThan(1e-3);
      expect(difference(found.outputs, outputs)).toBeLessThan(1e-3);
      for (const [nth, numbers] of weights.entries())
        expect(difference(found.weights[nth], numbers)).toBeLessThan(2e-3);
      expect(memory()).toMatchObject({ numTensors, numDataBuffers });
    },
    600_000,
  );

  it("a run that is resumed ends as one that was not interrupted", { timeout: 600_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "gpu-resume-"));
    try {
      const options = { train: fromArray([...batches]), loss, engine: "tfjs", optimizer: adam() } as const;
      const whole = network();
      await fit(whole, { ...options, epochs: 2 });
      await fit(network(), { ...options, epochs: 1, checkpoint: { folder } });
      const second = network();
      await fit(second, { ...options, epochs: 2, checkpoint: { folder }, resume: true });
      for (const [nth, weight] of whole.weights.entries())
        expect(await second.weights[nth].read().data()).toEqual(await weight.read().data());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("a trained model is evaluated, written as a Keras file, and profiled by the GPU's own clock", async () => {
    const model = network();
    const { loss: found } = await evaluate(model, fromArray([...batches]), { loss, engine: "tfjs" });
    expect(found).toBeGreaterThan(0);
    expect((await encodeKerasModel(model, { format: "h5" })).byteLength).toBeGreaterThan(10_000);
    const { kernels } = await profile(() => predict(model, fromArray([...batches]), { engine: "tfjs" }));
    expect(kernels.length).toBeGreaterThan(3);
    expect(kernels.every(({ calls, milliseconds }) => calls > 0 && milliseconds >= 0)).toBe(true);
    model.dispose();
  });
});
