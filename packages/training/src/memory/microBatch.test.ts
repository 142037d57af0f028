import { OutOfMemoryError, useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sgd } from "../optimizers/sgd.ts";

function batchOf(rows: number, width = 3): Batch {
  const numbers = (count: number): Float32Array =>
    Float32Array.from({ length: count }, (_, at) => Math.sin(1 + at));
  return {
    inputs: { data: numbers(rows * width), shape: [rows, width] },
    targets: { data: numbers(rows), shape: [rows] },
    weights: { data: Float32Array.from({ length: rows }, (_, at) => 1 + (at % 3)), shape: [rows] },
    ids: Array.from({ length: rows }, String),
  };
}

function net(): LayersModel {
  const kernel = { kernelInitializer: "ones", kernelRegularizer: "l1l2" } as const;
  return sequential({ layers: [layers.dense({ units: 1, inputShape: [3], ...kernel })] });
}

async function trained(options: Partial<FitOptions>): Promise<readonly number[]> {
  const model = net();
  const { epochs } = await fit(model, {
    train: fromArray([batchOf(7), batchOf(2)]),
    validation: fromArray([batchOf(5)]),
    epochs: 2,
    loss: meanSquaredError(),
    optimizer: sgd(),
    schedule: 0.05,
    ...options,
  });
  const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  model.dispose();
  return [...weights, ...epochs.flatMap(({ logs }) => [logs["loss"], logs["val_loss"]])];
}

describe.each(["cpu", "wasm"] as const)("micro-batches on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it.each([1, 2, 3, 6, 7, 100])("of %i rows train as the whole batch does", async (microBatch) => {
    const before = memory().numTensors;
    const [whole, parts] = [await trained({}), await trained({ microBatch })];
    expect(parts).toEqual(whole.map((value) => expect.closeTo(value, 5) as number));
    expect(memory().numTensors).toBe(before);
  });

  it('"auto" leaves what fits as it is, and says nothing', async () => {
    const said: string[] = [];
    const auto = await trained({ microBatch: "auto", onWarning: (text) => said.push(text) });
    expect(auto).toEqual(await trained({}));
    expect(said).toEqual([]);
  });

  it.each([0, 1.5, "all"])("reject %j", async (microBatch) => {
    await expect(trained({ microBatch: microBatch as number })).rejects.toThrow(
      /^fit: microBatch, if it is not "auto", must be an integer of at least 1/,
    );
  });
});

/** 64 channels of floats: 64 MB per row of 512x512, and three of them are kept. */
function wide(): LayersModel {
  const first = { filters: 64, kernelSize: 1, useBias: false, kernelInitializer: "zeros" } as const;
  return sequential({
    layers: [
      layers.conv2d({ ...first, inputShape: [512, 512, 3] }),
      layers.batchNormalization({}),
      layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
      layers.dense({ units: 1 }),
    ],
  });
}

describe("a step that does not fit into wasm's memory", () => {
  beforeAll(() => useBackend("wasm"));
  const rows = 40;
  const images: Batch = {
    inputs: { data: new Uint8Array(rows * 512 * 512 * 3), shape: [rows, 512, 512, 3] },
    targets: { data: new Float32Array(rows), shape: [rows] },
  };
  const options = {
    train: fromArray([images]),
    epochs: 1,
    loss: meanSquaredError(),
    engine: "tfjs",
  } as const;

  it("ends in one sentence that names what to set", async () => {
    const said: string[] = [];
    const error: unknown = await fit(wide(), {
      ...options,
      microBatch: rows,
      onWarning: (text) => said.push(text),
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OutOfMemoryError);
    expect((error as Error).message).toMatch(
      /^fit: a step of 40 rows does not fit into wasm's memory of 4096 MB \(.*\); micro-batches of \d+ rows.* need about \d+ MB: set microBatch: "auto", or a smaller microBatch$/,
    );
    expect(said).toEqual([expect.stringMatching(/^fit: .*; microBatch: "auto" chooses the rows$/)]);
  });

  it("trains by default in micro-batches, and says so once", async () => {
    const said: string[] = [];
    const { epochs } = await fit(wide(), {
      ...options,
      onWarning: (text) => said.push(text),
    });
    expect(epochs[0].logs["loss"]).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(
        /^fit: a step of 40 rows does not fit into wasm's memory as it is: it is computed in \d+ micro-batches of up to \d+ rows.*batch normalisation uses the statistics of each micro-batch$/,
      ),
    ]);
  });
});
