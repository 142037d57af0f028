import { memory, type NamedTensorMap, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { cosine } from "@tensorloom/schedules";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { adam } from "../optimizers/adam.ts";
import { sgd } from "../optimizers/sgd.ts";
import { fit } from "./fit.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

const loss = meanSquaredError();
const batchOf = (...values: readonly number[]): Batch => ({
  inputs: { data: Float32Array.from(values), shape: [values.length, 1] },
  targets: { data: new Float32Array(values.length), shape: [values.length] },
});

/** `y = weight * x`, so that the gradient of the mean squared error against 0 is the mean of 2 x² weight. */
function net(weight = 1): LayersModel {
  const model = sequential({
    layers: [layers.dense({ units: 1, inputShape: [1], useBias: false, name: "head" })],
  });
  model.setWeights([tensor([[weight]])]);
  return model;
}

/** Reads every gradient, which is disposed after the call. */
function gradientReader(): { readonly seen: number[]; readonly callback: Callback } {
  const seen: number[] = [];
  return {
    seen,
    callback: {
      async onGradients({ gradients }) {
        for (const gradient of Object.values(gradients)) seen.push(...(await gradient.data()));
      },
    },
  };
}

describe("the hooks of a run", () => {
  it("are called in the order of the run", async () => {
    const calls: string[] = [];
    const note = (text: string) => void calls.push(text);
    const callback: Callback = {
      onBegin: () => note("begin"),
      onEpochBegin: ({ epoch }) => note(`epoch ${String(epoch)}`),
      onTrainBatch: ({ step, batch }) => note(`batch ${batch.targets.shape.join()} of step ${String(step)}`),
      onGradients: ({ step, gradients }) =>
        note(`gradients ${String(step)} of ${Object.keys(gradients).join()}`),
      onStepEnd: ({ step }) => note(`end of step ${String(step)}`),
      onValidationBatch: ({ index, batches, outputs }) =>
        note(`validation ${String(index)} of ${String(batches)}: ${outputs.shape.join()}`),
      onEpochEnd: () => note("epoch end"),
      onEnd: ({ status }) => note(status),
    };
    await fit(net(), {
      train: fromArray([batchOf(1), batchOf(2)]),
      validation: fromArray([batchOf(1, 2), batchOf(3)]),
      epochs: 1,
      loss,
      accumulate: 2,
      callbacks: [callback],
    });
    expect(calls).toEqual([
      "begin",
      "epoch 0",
      "batch 1 of step 0",
      "batch 1 of step 0",
      "gradients 0 of head/kernel",
      "end of step 0",
      "validation 0 of 2: 2,1",
      "validation 1 of 2: 1,1",
      "epoch end",
      "finished",
    ]);
  });

  it("get the batches themselves, and the outputs of the model for those of the validation", async () => {
    const [train, validation] = [batchOf(1), batchOf(3)];
    const batches: Batch[] = [];
    let outputs: unknown;
    await fit(net(2), {
      train: fromArray([train]),
      validation: fromArray([validation]),
      epochs: 1,
      loss,
      schedule: 0,
      callbacks: [
        {
          onTrainBatch: ({ batch }) => void batches.push(batch),
          onValidationBatch(at) {
            batches.push(at.batch);
            outputs = at.outputs.data;
          },
        },
      ],
    });
    expect(batches).toEqual([train, validation]);
    expect(outputs).toEqual(Float32Array.of(6));
  });
});

describe("onGradients", () => {
  it("gets the mean over accumulated batches, before clipping", async () => {
    const { seen, callback } = gradientReader();
    const model = net();
    await fit(model, {
      train: fromArray([batchOf(1), batchOf(3)]),
      epochs: 1,
      loss,
      optimizer: sgd(),
      schedule: 1,
      accumulate: 2,
      clip: { norm: 0.5 },
      callbacks: [callback],
    });
    expect(seen).toEqual([10]); // the mean of 2 and 18
    expect(model.getWeights()[0].dataSync()).toEqual(Float32Array.of(0.5)); // a step of the clipped gradient
  });

  it("gets the sum over all replicas", async () => {
    const { seen, callback } = gradientReader();
    const run = { train: fromArray([batchOf(1, 3)]), epochs: 1, loss, replicas: 2, callbacks: [callback] };
    await fit(net(), run);
    expect(seen).toEqual([10]);
  });

  it("leaves no tensor, also if it throws", async () => {
    const model = net();
    const run = { train: fromArray([batchOf(1)]), epochs: 3, loss };
    await fit(model, run);
    const before = memory().numTensors;
    let kept: NamedTensorMap = {};
    await fit(model, { ...run, callbacks: [{ onGradients: ({ gradients }) => void (kept = gradients) }] });
    expect(kept["head/kernel"].isDisposed).toBe(true);
    const failing: Callback = {
      onGradients() {
        throw new Error("enough");
      },
    };
    await expect(fit(model, { ...run, callbacks: [failing] })).rejects.toThrow("enough");
    expect(memory().numTensors).toBe(before);
  });
});

describe("the hyperparameters of a run", () => {
  async function hyperparametersOf(options: object): Promise<TrainingRun["hyperparameters"]> {
    let found: TrainingRun["hyperparameters"];
    const callbacks: Callback[] = [{ onBegin: (run) => void (found = run.hyperparameters) }];
    await fit(net(), { train: fromArray([batchOf(1)]), epochs: 1, loss, callbacks, ...options });
    return found;
  }

  it("are the settings that are used", async () => {
    expect(await hyperparametersOf({})).toEqual({
      epochs: 1,
      optimizer: "adam",
      "optimizer.beta1": 0.9,
      "optimizer.beta2": 0.999,
      "optimizer.epsilon": 1e-7,
      "optimizer.amsgrad": false,
      "optimizer.weightDecay": 0,
      loss: "meanSquaredError",
      learningRate: 0.001,
    });
  });

  it("have dotted names for the options of options", async () => {
    const schedule = cosine({ start: 0.1, steps: 10 });
    const all = await hyperparametersOf({
      loss: binaryCrossEntropy({ labelSmoothing: 0.1 }),
      optimizer: adam({ beta1: 0.8 }),
      schedule,
      clip: { norm: 1 },
      ema: { momentum: 0.9 },
      accumulate: 2,
      seed: 3,
      microBatch: 1,
      replicas: 1,
    });
    expect(all).toMatchObject({
      "loss.labelSmoothing": 0.1,
      "optimizer.beta1": 0.8,
      schedule: '{"name":"cosine","options":{"start":0.1,"steps":10}}',
      "clip.norm": 1,
      "ema.momentum": 0.9,
      accumulate: 2,
      seed: 3,
      microBatch: 1,
      "replicas.count": 1,
    });
  });

  it("name a schedule of the caller's own by its function", async () => {
    const halve = (step: number): number => 0.5 ** step;
    expect(await hyperparametersOf({ schedule: halve })).toMatchObject({ schedule: "halve" });
  });
});
