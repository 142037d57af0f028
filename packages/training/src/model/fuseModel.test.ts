import { allVariables } from "@tensorloom/graph/internal";
import { env } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import { fit } from "../trainer/fit.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { predict } from "../predictor/predict.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await useBackend("cpu");
});

const batch = {
  inputs: { data: Float32Array.of(1, 2, 3, 4, 5, 9), shape: [3, 2] },
  targets: { data: Float32Array.of(1, 2, 3), shape: [3] },
};
const options = { train: fromArray([batch, batch]), epochs: 1, loss: meanSquaredError(), schedule: 0.1 };
const bare = (name: string) =>
  layers.batchNormalization({ name, scale: false, center: false, inputShape: [2] });

describe("a model in training", () => {
  it("is fused: batch normalisation without scale trains, although tfjs throws", async () => {
    const { steps } = await fit(sequential({ layers: [bare("norm"), layers.dense({ units: 1 })] }), options);
    expect(steps).toBe(2);
  });

  it("keeps the statistics of a batch normalisation without scale and offset in a frozen model", async () => {
    const base = sequential({ name: "base", layers: [bare("inner")] });
    base.trainable = false;
    const free = bare("free");
    const model = sequential({ layers: [base, free, layers.dense({ units: 1 })] });
    await fit(model, options);
    const means = [...allVariables(model)].filter(([name]) => name.endsWith("moving_mean"));
    expect(means.map(([name, mean]) => [name, [...mean.dataSync()].some((value) => value !== 0)])).toEqual([
      ["inner/moving_mean", false],
      ["free/moving_mean", true],
    ]);
    expect(base.layers[0].trainable).toBe(true);
  });

  it("that masks trains and predicts without fusion", async () => {
    const masking = () => {
      const [units, recurrentInitializer] = [1, "glorotUniform" as const]; // tfjs's default needs more of tfjs
      const rnn = layers.simpleRNN({ units, recurrentInitializer });
      return sequential({ layers: [layers.masking({ inputShape: [2, 1] }), rnn] });
    };
    const sequences = { ...batch, inputs: { ...batch.inputs, shape: [3, 2, 1] } };
    const model = masking();
    const run = { ...options, train: fromArray([sequences]) };
    expect((await fit(model, run)).steps).toBe(1);
    expect((await predict(model, fromArray([sequences]))).outputs.shape).toEqual([3, 1]);
    await expect(fit(masking(), { ...run, recompute: true })).rejects.toThrow(
      /^fuse: layer masking_\w+ masks its output/,
    );
  });
});
