import { useBackend } from "@tensorloom/backend";
import { fromArray, toTfjsDataset } from "@tensorloom/data";
import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { train as stock } from "@tensorflow/tfjs-core";
import { binaryCrossEntropy, fit, type Batch } from "@tensorloom/training";
import { medianMs, print, round } from "../../../.config/bench/measure.ts";

/**
 * A step of the melanoma head (1280 features, Dense 512 relu, dropout 0.25, sigmoid) at batch 16 on wasm: our `fit` with
 * its metrics, and stock `fitDataset`.
 */
const ROWS = 16;
const STEPS = 100;

function head(): LayersModel {
  return sequential({
    layers: [
      layers.dense({ units: 512, activation: "relu", inputShape: [1280] }),
      layers.dropout({ rate: 0.25 }),
      layers.dense({ units: 1, activation: "sigmoid" }),
    ],
  });
}

const batches: readonly Batch[] = Array.from({ length: STEPS }, (_, step) => ({
  inputs: {
    data: Float32Array.from({ length: ROWS * 1280 }, (_, i) => Math.sin(i * 0.37 + step)),
    shape: [ROWS, 1280],
  },
  targets: { data: Float32Array.from({ length: ROWS }, (_, row) => (row + step) % 2), shape: [ROWS] },
}));

await useBackend("wasm");
const train = fromArray(batches);
const ours = head();
const oursMs = await medianMs(() => fit(ours, { train, epochs: 1, loss: binaryCrossEntropy() }));
const theirs = head();
theirs.compile({ optimizer: stock.adam(0.001), loss: "binaryCrossentropy", metrics: ["accuracy"] });
const dataset = toTfjsDataset(train, ({ inputs, targets }) => ({
  xs: tensor("shape" in inputs ? inputs.data : new Float32Array(), [ROWS, 1280]),
  ys: tensor(targets.data, [ROWS, 1]),
}));
// the adapter has the one method that fitDataset calls; its type is a class
// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
const stockMs = await medianMs(() => theirs.fitDataset(dataset, { epochs: 1 }));
const what = "step of Dense(512) + Dense(1) on 1280 features, batch 16, wasm, one thread";
print({ what, who: "tensorloom", msPerStep: round(oursMs / STEPS) });
print({ what, who: "tfjs-layers", msPerStep: round(stockMs / STEPS), ratio: round(stockMs / oursMs) });
