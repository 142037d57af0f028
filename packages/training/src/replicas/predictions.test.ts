import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import type { InputBatch } from "../batch/batch.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { predict, predictBatches } from "../predictor/predict.ts";

const ports = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

/** Row r of batch b holds (b, r); ids say so. */
const batches: readonly (InputBatch & { readonly ids: readonly string[] })[] = [5, 1, 3, 4].map(
  (rows, at) => ({
    inputs: {
      data: Uint8Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? at : i >> 1)),
      shape: [rows, 2],
    },
    ids: Array.from({ length: rows }, (_, row) => `${String(at)}-${String(row)}`),
  }),
);

/** 10 b + r. */
function digits(): LayersModel {
  const model = sequential({ layers: [layers.dense({ units: 1, useBias: false, inputShape: [2] })] });
  model.layers[0].setWeights([tensor([10, 1], [2, 1])]);
  return model;
}

beforeAll(() => useBackend("cpu"));

describe.each([1, 2, 3])("%i replicas", (replicas) => {
  it("predict in the source's order, with ids, also batches of fewer rows than replicas", async () => {
    const rows: number[] = [];
    const { ids, outputs } = await predict(digits(), fromArray(batches), {
      replicas,
      onProgress: (done) => void rows.push(done),
    });
    expect(ids).toEqual(batches.flatMap((batch) => batch.ids));
    expect([...outputs.data]).toEqual([0, 1, 2, 3, 4, 10, 20, 21, 22, 30, 31, 32, 33]);
    expect(outputs.shape).toEqual([13, 1]);
    expect(rows).toEqual([5, 6, 9, 13]);
  });

  it("measure the same", async () => {
    const labelled = batches.map((batch, at) => ({
      ...batch,
      targets: { data: new Float32Array(batch.ids.length).fill(10 * at), shape: [batch.ids.length] },
    }));
    const logs = await evaluate(digits(), fromArray(labelled), { loss: meanSquaredError(), replicas });
    expect(logs["loss"]).toBeCloseTo((0 + 1 + 4 + 9 + 16 + 0 + 0 + 1 + 4 + 0 + 1 + 4 + 9) / 13, 5);
  });

  it("say what is wrong with a batch, and end", async () => {
    const before = ports();
    const wrong = (inputs: InputBatch["inputs"]) => predict(digits(), fromArray([{ inputs }]), { replicas });
    await expect(wrong({ data: new Float32Array(5), shape: [2, 2] })).rejects.toThrow(
      "predict: inputs of shape [2, 2] must hold 4 numbers, got 5",
    );
    await expect(wrong({ data: new Float32Array(9), shape: [3, 3] })).rejects.toThrow(
      "reads inputs of shape [any, 2], got",
    );
    for await (const { ids } of predictBatches(digits(), fromArray(batches), { replicas })) {
      expect(ids).toHaveLength(5);
      break;
    }
    expect(ports()).toBe(before);
  });
});
