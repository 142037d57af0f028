import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Callback, TrainingRun } from "./callback.ts";
import { earlyStopping } from "./earlyStopping.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

function one(): LayersModel {
  return sequential({ layers: [layers.dense({ units: 1, inputShape: [1], useBias: false })] });
}
const weightOf = (model: LayersModel) => model.getWeights()[0].dataSync()[0];

/** Runs a callback through epochs with these weights and logs, as `fit` would. Returns the epoch that stopped the run. */
async function play(callback: Callback, model: LayersModel, values: readonly number[], log = "val_auc") {
  let stopped: string | undefined;
  const run: TrainingRun = {
    model,
    epochs: values.length,
    stepsPerEpoch: 1,
    loggedMetrics: [
      { name: "loss", mode: "min" },
      { name: "val_loss", mode: "min" },
      { name: "val_auc", mode: "max" },
      { name: "learningRate", mode: undefined },
    ],
    stop: (reason) => (stopped = reason),
    scaleLearningRate: () => undefined,
  };
  await callback.onBegin?.(run);
  let epoch = 0;
  for (; epoch < values.length && stopped === undefined; epoch++) {
    model.setWeights([tensor([[epoch]])]);
    await callback.onEpochEnd?.({ epoch, steps: epoch + 1, logs: { [log]: values[epoch] } }, run);
  }
  await callback.onEnd?.({ status: "finished" }, run);
  return { epochs: epoch, stopped };
}

describe("earlyStopping", () => {
  it("stops after its patience and brings the best weights back", async () => {
    const model = one();
    const played = await play(
      earlyStopping({ monitor: "val_auc", patience: 2 }),
      model,
      [0.5, 0.8, 0.7, 0.8, 0.9],
    );
    expect(played).toEqual({ epochs: 4, stopped: "val_auc stays at 0.8 for 2 epochs" });
    expect(weightOf(model)).toBe(1);
  });

  it("knows that a loss is better when lower", async () => {
    const model = one();
    const played = await play(earlyStopping({ patience: 1 }), model, [0.5, 0.4, 0.6], "val_loss");
    expect(played.stopped).toBe("val_loss stays at 0.4 for 1 epochs");
    expect(weightOf(model)).toBe(1);
  });

  it("takes a gain of minDelta or less for none", async () => {
    const callback = earlyStopping({ monitor: "val_auc", patience: 2, minDelta: 0.1 });
    expect((await play(callback, one(), [0.5, 0.55, 0.6])).epochs).toBe(3);
  });

  it("waits for the baseline, and restores the best epoch if none improves on it", async () => {
    const model = one();
    const options = { monitor: "val_auc", patience: 2, baseline: 0.9 } as const;
    expect(await play(earlyStopping(options), model, [0.5, 0.6, 0.55, 0.95])).toEqual({
      epochs: 3, // Keras too does not stop at the best epoch so far
      stopped: "val_auc does not improve on 0.9, with 0.6 at best, for 3 epochs",
    });
    expect(weightOf(model)).toBe(1);
    expect(await play(earlyStopping(options), model, [0.5, 0.95, 0.9, 0.9, 0.99])).toEqual({
      epochs: 4,
      stopped: "val_auc stays at 0.95 for 2 epochs",
    });
    expect(weightOf(model)).toBe(1);
  });

  it("never takes NaN for the best", async () => {
    const model = one();
    const callback = earlyStopping({ monitor: "val_auc", patience: 5 });
    await play(callback, model, [NaN, 0.5, NaN]);
    expect(weightOf(model)).toBe(1);
  });

  it("restores the best without stopping if patience is Infinity, and stops without restoring if restoreBest is false", async () => {
    const model = one();
    await play(earlyStopping({ monitor: "val_auc", patience: Infinity }), model, [0.9, 0.5, 0.5, 0.5]);
    expect(weightOf(model)).toBe(0);
    await play(earlyStopping({ monitor: "val_auc", patience: 1, restoreBest: false }), model, [0.9, 0.5]);
    expect(weightOf(model)).toBe(1);
  });

  it("lists the logged metrics if the monitor is not among them", async () => {
    await expect(play(earlyStopping({ monitor: "val_f1" }), one(), [1])).rejects.toThrow(
      'earlyStopping: monitor must be one of loss, val_loss, val_auc, learningRate; got "val_f1"',
    );
    await expect(play(earlyStopping({ monitor: "valAUC" }), one(), [1])).rejects.toThrow(
      'got "valAUC"; did you mean val_auc?',
    );
    await expect(play(earlyStopping({ monitor: "learningRate" }), one(), [1])).rejects.toThrow(
      'earlyStopping: mode must be "max" or "min", since learningRate has no better direction of its own',
    );
  });

  it("continues from its state: the best value, its weights and the epochs since", async () => {
    const create = () => earlyStopping({ monitor: "val_auc", patience: 3 });
    const values = [0.5, 0.8, 0.7, 0.6, 0.8, 0.9];
    for (let split = 1; split < 5; split++) {
      const [first, second, model] = [create(), create(), one()];
      await play(first, model, values.slice(0, split));
      second.restore?.(first.state?.() ?? {});
      const { epochs, stopped } = await play(second, model, values.slice(split));
      expect([split + epochs, stopped]).toEqual([5, "val_auc stays at 0.8 for 3 epochs"]);
      expect(weightOf(model)).toBe(split === 1 ? 0 : 1); // play counts its weights from 0
    }
  });

  it("refuses options that no run could use", () => {
    expect(() => earlyStopping({ mode: "auto" as never })).toThrow(
      'earlyStopping: mode must be one of "max", "min", got "auto"',
    );
    expect(() => earlyStopping({ minDelta: -1 })).toThrow(
      "earlyStopping: minDelta must be a finite number of at least 0, got -1",
    );
    expect(() => earlyStopping({ baseline: "0.8" as never })).toThrow(
      'earlyStopping: baseline must be a finite number, got "0.8"',
    );
  });

  it("refuses a state that is not its own, and weights of another model", async () => {
    expect(() => earlyStopping().restore?.({ factor: 1 })).toThrow("expected a state of earlyStopping");
    const callback = earlyStopping({ monitor: "val_auc" });
    callback.restore?.({ best: 1, waited: 0, weights: [{ data: Float32Array.of(1, 2), shape: [2] }] });
    await expect(play(callback, one(), [1])).rejects.toThrow("the weights of a snapshot do not fit");
  });
});
