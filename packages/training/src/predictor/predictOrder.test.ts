import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { type Dataset, range, stack } from "@tensorloom/data";
import { mapInWorkers } from "@tensorloom/data/node";
import { findRuntime } from "@tensorloom/onnx/internal";
import { beforeAll, describe, expect, it } from "vitest";
import { predict } from "./predict.ts";
import type { PredictOptions } from "./predictOptions.ts";

const { runtime } = await findRuntime();
const COUNT = 60;

beforeAll(() => useBackend("wasm"));

/** Returns `3 n + 1` for a row of `n` and 1. */
function line(): LayersModel {
  const model = sequential({ layers: [layers.dense({ units: 1, useBias: false, inputShape: [2] })] });
  model.setWeights([tensor([3, 1], [2, 1])]);
  return model;
}

interface Row {
  readonly inputs: Float32Array;
  readonly ids: string;
}

/** Makes a row later for some numbers than for those after them. */
async function slowRow(n: number): Promise<Row> {
  await new Promise((resolve) => setTimeout(resolve, n % 7 === 0 ? 8 : 0));
  return { inputs: Float32Array.of(n, 1), ids: `row ${String(n)}` };
}

const numbers = range(COUNT);
const inWorkers = (ordered: boolean): Dataset<Row> =>
  numbers.apply(
    mapInWorkers<number, Row>(new URL("../../fixtures/slowRow.js", import.meta.url), { workers: 2, ordered }),
  );

const SOURCES: Readonly<Record<string, { readonly rows: Dataset<Row>; readonly ordered: boolean }>> = {
  "concurrency 8": { rows: numbers.map(slowRow, { concurrency: 8 }), ordered: true },
  "automatic concurrency and prefetch": {
    rows: numbers.map(slowRow, { concurrency: "auto" }).prefetch(4),
    ordered: true,
  },
  "concurrency 8, in any order": {
    rows: numbers.map(slowRow, { concurrency: 8, ordered: false }),
    ordered: false,
  },
  workers: { rows: inWorkers(true), ordered: true },
  "workers, in any order": { rows: inWorkers(false), ordered: false },
};

const WAYS: readonly (readonly [string, PredictOptions, boolean])[] = [
  ["tfjs", { engine: "tfjs" }, true],
  ["2 replicas", { replicas: 2 }, true],
  ["ONNX Runtime", { engine: "onnxruntime" }, runtime !== undefined],
];

describe.each(WAYS)("on %s, the ids stay with their outputs", (_, options, isThere) => {
  it.skipIf(!isThere).each(Object.entries(SOURCES))("with %s", async (_, { rows, ordered }) => {
    const batches = rows.batch(8, { collate: stack }).prefetch(2);
    const { ids, outputs } = await predict(line(), batches, options);
    const expected = Array.from({ length: COUNT }, (_, n) => n);
    const found = ids.map((id) => Number(id.slice("row ".length)));
    expect([...outputs.data]).toEqual(found.map((n) => 3 * n + 1));
    if (ordered) expect(found).toEqual(expected);
    else {
      expect(found).not.toEqual(expected);
      expect(found.toSorted((a, b) => a - b)).toEqual(expected);
    }
  });
});
