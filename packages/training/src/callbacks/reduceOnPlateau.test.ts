import "@tensorflow/tfjs-backend-cpu";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { linear } from "@tensorloom/schedules";
import { beforeAll, describe, expect, it } from "vitest";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { fit } from "../trainer/fit.ts";
import type { Callback, TrainingRun } from "./callback.ts";
import { reduceOnPlateau } from "./reduceOnPlateau.ts";

beforeAll(async () => {
  await useBackend("cpu");
});
const net = (): LayersModel => sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });

/** The factor on the learning rate after each epoch with these values. */
async function factors(callback: Callback, values: readonly number[]): Promise<readonly number[]> {
  let factor = 1;
  const run: TrainingRun = {
    model: net(),
    epochs: values.length,
    stepsPerEpoch: 1,
    loggedMetrics: [{ name: "val_loss", mode: "min" }],
    stop: () => undefined,
    scaleLearningRate: (by) => (factor *= by),
  };
  await callback.onBegin?.(run);
  const found: number[] = [];
  for (const [epoch, value] of values.entries()) {
    await callback.onEpochEnd?.({ epoch, steps: epoch + 1, logs: { val_loss: value } }, run);
    found.push(factor);
  }
  return found;
}

describe("reduceOnPlateau", () => {
  it("reduces after its patience, as Keras's ReduceLROnPlateau", async () => {
    // by hand: best 3, 2 waits, reduction; 1 improves; 2 waits, reduction
    const callback = reduceOnPlateau({ factor: 0.5, patience: 2 });
    expect(await factors(callback, [3, 3, 4, 1, 1, 1, 1])).toEqual([1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]);
  });

  it("ignores improvements of at most minDelta, 1e-4 by default", async () => {
    const values = [1, 0.99995, 0.9999];
    expect(await factors(reduceOnPlateau({ factor: 0.5, patience: 2 }), values)).toEqual([1, 1, 0.5]);
    const exact = reduceOnPlateau({ factor: 0.5, patience: 2, minDelta: 0 });
    expect(await factors(exact, values)).toEqual([1, 1, 1]);
  });

  it("does not count the epochs of a cooldown", async () => {
    const callback = reduceOnPlateau({ factor: 0.5, patience: 1, cooldown: 2 });
    // by hand, as Keras: the epoch that ends the cooldown counts
    expect(await factors(callback, [1, 1, 1, 1, 1, 1])).toEqual([1, 0.5, 0.5, 0.25, 0.25, 0.125]);
  });

  it("does not go below minFactor", async () => {
    const callback = reduceOnPlateau({ factor: 0.1, patience: 1, minFactor: 0.05 });
    const found = await factors(callback, [1, 1, 1, 1]);
    for (const [i, value] of [1, 0.1, 0.05, 0.05].entries()) expect(found[i]).toBeCloseTo(value, 12);
  });

  it("continues from its state after a way through JSON", async () => {
    const options = { factor: 0.5, patience: 3, cooldown: 1 };
    const values = [3, 2, 2, 2, 2, 1.5, 1.5, 1.5, 1.5, 1.5];
    const whole = await factors(reduceOnPlateau(options), values);
    for (let split = 1; split < values.length; split++) {
      const [first, second] = [reduceOnPlateau(options), reduceOnPlateau(options)];
      const before = await factors(first, values.slice(0, split));
      second.restore?.(JSON.parse(JSON.stringify(first.state?.())) as object); // plain data
      expect([...before, ...(await factors(second, values.slice(split)))]).toEqual(whole);
    }
  });

  it("multiplies a schedule", async () => {
    const batch = {
      inputs: { data: Float32Array.of(0), shape: [1, 1] },
      targets: { data: Float32Array.of(0), shape: [1] },
    };
    const { epochs } = await fit(net(), {
      train: fromArray([batch]),
      epochs: 4,
      loss: meanSquaredError(),
      schedule: linear({ start: 1, end: 0, steps: 4 }),
      callbacks: [reduceOnPlateau({ monitor: "loss", factor: 0.5, patience: 1 })],
    });
    expect(epochs.map(({ logs }) => logs["learningRate"])).toEqual([1, 0.75, 0.25, 0.0625]);
  });

  it.each([
    [{ factor: 1 }, "reduceOnPlateau: factor must be above 0 and below 1, got 1"],
    [{ patience: 0 }, "reduceOnPlateau: patience must be an integer of at least 1, got 0"],
    [{ patience: 1, coolDown: 1 }, "did you mean cooldown?"],
  ])("refuses %j", (options, message) => {
    expect(() => reduceOnPlateau(options as never)).toThrow(message);
  });

  it("refuses a state that is not its own", () => {
    expect(() => reduceOnPlateau().restore?.({ best: "1" })).toThrow("restore: best must be a number");
    expect(() => reduceOnPlateau().restore?.({})).toThrow("restore: factor must be a finite number");
  });
});
