import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { toTfjsDataset, fromGenerator, range, stack } from "../index.ts";

beforeAll(async () => {
  tf.env().set("IS_TEST", true);
  await tf.setBackend("cpu");
});

describe("toTfjsDataset", () => {
  it("trains and evaluates a stock LayersModel epoch by epoch, and leaves no tensor", async () => {
    const seen: string[] = [];
    const source = range(8)
      .shuffle({ seed: 1 })
      .map((x, { epoch }) => {
        seen.push(`${String(epoch)}:${String(x)}`);
        return { x: x / 8, y: (2 * x) / 8 + 1 };
      })
      .batch(4, { collate: stack });
    const batches = toTfjsDataset(source, ({ x, y }) => ({
      xs: tf.tensor2d(x.data, [x.shape[0], 1]),
      ys: tf.tensor2d(y.data, [y.shape[0], 1]),
    }));
    expect(batches.size).toBe(2);
    const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
    model.compile({ optimizer: tf.train.sgd(0.3), loss: "meanSquaredError" });
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- tfjs wants the shape of its class
    const history = await model.fitDataset(batches, { epochs: 20, callbacks: [] });
    const before = tf.memory().numTensors;
    const losses = history.history["loss"] as number[];
    expect(losses.length).toBe(20);
    expect(losses[19]).toBeLessThan(losses[0] / 10);
    expect(seen.length).toBe(8 * 20);
    const order = (epoch: number): string => seen.slice(8 * epoch, 8 * epoch + 8).join(" ");
    expect(order(1)).toMatch(/^1:/);
    expect(order(0).replaceAll("0:", "")).not.toBe(order(1).replaceAll("1:", ""));
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the same
    const loss = await model.evaluateDataset(batches, {});
    expect(Array.isArray(loss) ? NaN : loss.dataSync()[0]).toBeLessThan(losses[0]);
    tf.dispose(loss);
    expect(tf.memory().numTensors).toBe(before);
    await batches.close();
  });

  it("has the size NaN if it is unknown, and closes open passes", async () => {
    let closed = 0;
    const source = { label: "counted", size: undefined, open: () => pass };
    const pass = {
      next: () => ({ done: false, value: 1 }) as const,
      state: () => null,
      close: () => {
        closed += 1;
        return Promise.resolve();
      },
    };
    const batches = toTfjsDataset(source, (x) => x);
    expect(batches.size).toBeNaN();
    await batches.iterator(); // never read: never opened
    for (let epoch = 0; epoch < 2; epoch++) await (await batches.iterator()).next();
    expect(closed).toBe(1);
    await batches.close();
    await batches.close();
    expect(closed).toBe(2);
  });

  it("closes each epoch, even if two start together", async () => {
    let open = 0;
    const source = fromGenerator(async function* () {
      open += 1;
      try {
        for (let x = 0; ; x++) yield await Promise.resolve(x);
      } finally {
        open -= 1;
      }
    });
    const batches = toTfjsDataset(source, (x) => x);
    const both = [await batches.iterator(), await batches.iterator()];
    await Promise.all(both.map((epoch) => epoch.next()));
    expect(open).toBeLessThan(2);
    await batches.close();
    expect(open).toBe(0);
  });
});
