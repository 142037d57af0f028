import "@tensorflow/tfjs-backend-cpu";
import { env, memory, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { fromArray, range, stack } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../trainer/evaluate.ts";
import { infer } from "./infer.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { predict, predictBatches } from "./predict.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

/** Returns its input, through a dropout that must be off in inference mode. */
function echo(): LayersModel {
  return sequential({
    layers: [
      layers.dropout({ rate: 0.9, inputShape: [1] }),
      layers.dense({ units: 1, kernelInitializer: "ones" }),
    ],
  });
}

const test = range(10)
  .map((n) => ({ inputs: Float32Array.of(n), ids: `image ${String(n)}` }))
  .batch(4, { collate: stack });

describe("predict", () => {
  it("returns every row in the order of the source, by id, and leaks no tensor", async () => {
    const model = echo();
    const tensors = memory().numTensors;
    const done: number[] = [];
    const { ids, outputs } = await predict(model, test, { onProgress: (rows) => done.push(rows) });
    expect(ids).toEqual([...Array(10).keys()].map((n) => `image ${String(n)}`));
    expect(outputs.shape).toEqual([10, 1]);
    expect([...outputs.data]).toEqual([...Array(10).keys()]);
    expect(done).toEqual([4, 8, 10]);
    expect(memory().numTensors).toBe(tensors);
  });

  it("uses positions as ids if batches have none", async () => {
    const source = fromArray([1, 2]).map(() => ({ inputs: { data: new Float32Array(3), shape: [3, 1] } }));
    expect((await predict(echo(), source)).ids).toEqual(["0", "1", "2", "3", "4", "5"]);
  });

  it("rejects a batch with another number of ids than rows", async () => {
    const source = fromArray([{ inputs: { data: new Float32Array(3), shape: [3, 1] }, ids: ["a"] }]);
    await expect(predict(echo(), source)).rejects.toThrow(
      "predict: a batch must have one id per row, got 1 ids for 3 rows",
    );
  });

  it("closes the source if the loop breaks", async () => {
    for await (const { ids } of predictBatches(echo(), test)) {
      expect(ids).toHaveLength(4);
      break;
    }
  });

  it("ends at an abort", async () => {
    await expect(predict(echo(), test, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
  });
});

describe("infer", () => {
  it("maps a dataset through a model: features of a frozen backbone, once per image", async () => {
    const features = infer(echo());
    let calls = 0;
    const cached = test
      .map(async ({ inputs, ids }) => {
        calls++;
        return { inputs: await features(inputs), ids };
      })
      .cache();
    for (let epoch = 0; epoch < 3; epoch++) {
      const batches = await cached.toArray();
      expect(batches.flatMap(({ inputs }) => [...inputs.data])).toEqual([...Array(10).keys()]);
    }
    expect(calls).toBe(3);
  });

  it("names the expected input shape if the input has another, and leaks no tensor", async () => {
    const model = echo();
    const tensors = memory().numTensors;
    await expect(infer(model)({ data: new Float32Array(4), shape: [2, 2] })).rejects.toThrow(
      /^infer: sequential_\d+ reads inputs of shape \[any, 1\], got \[2, 2\]$/,
    );
    expect(memory().numTensors).toBe(tensors);
  });
});

describe("evaluate", () => {
  it("returns the loss over all rows, independent of the batch size", async () => {
    const source = range(10)
      .map((n) => ({ inputs: Float32Array.of(n), targets: n + (n === 9 ? 5 : 0) }))
      .batch(4, { collate: stack });
    const model = echo();
    const tensors = memory().numTensors;
    expect(await evaluate(model, source, { loss: meanSquaredError() })).toEqual({ loss: 2.5 });
    expect(memory().numTensors).toBe(tensors);
  });
});
