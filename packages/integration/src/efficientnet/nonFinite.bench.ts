import { allVariables, movingVariables, trainableVariables } from "@tensorloom/graph/internal";
import { findNonFinite, useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { fromArray } from "@tensorloom/data";
import { binaryCrossEntropy, fit, type Batch } from "@tensorloom/training";
import { memory, zerosLike } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { assertFiniteBatch } from "../../../training/src/nonFinite/assertFinite.ts";
import { saveMovingStatistics } from "../../../training/src/step/movingStatistics.ts";
import { medianMs, print, round } from "../../../../.config/bench/measure.ts";

/**
 * The time of the checks for NaN beside a training step of B0 at 224 on wasm, batch 4: the batch, the moving statistics,
 * every gradient, and every weight after the update.
 */
const ROWS = 4;

await useBackend("wasm");
const base = buildEfficientNet("B0", { preprocessing: "none", top: false, pooling: "avg" });
const model = sequential({ layers: [base, layers.dense({ units: 1, activation: "sigmoid" })] });
const batch: Batch = {
  inputs: {
    data: Float32Array.from({ length: ROWS * 224 * 224 * 3 }, (_, i) => Math.sin(i)),
    shape: [ROWS, 224, 224, 3],
  },
  targets: { data: Float32Array.from({ length: ROWS }, (_, row) => row % 2), shape: [ROWS] },
};

const train = fromArray([batch]);
await fit(model, { train, epochs: 1, loss: binaryCrossEntropy() }); // compiles
const stepMs = await medianMs(() => fit(model, { train, epochs: 1, loss: binaryCrossEntropy() }));
const gradients = [...trainableVariables(model).values()].map((variable) => zerosLike(variable));
const weights = [...allVariables(model).values()];
const parts = {
  batchMs: await medianMs(() => {
    assertFiniteBatch(batch, { phase: "training" });
  }),
  statisticsMs: await medianMs(() => {
    saveMovingStatistics(movingVariables(model)).release();
  }),
  gradientsMs: await medianMs(() => findNonFinite(gradients)),
  weightsMs: await medianMs(() => findNonFinite(weights)),
};
const eachStep = parts.batchMs + 2 * parts.statisticsMs + parts.gradientsMs + parts.weightsMs;
print({
  what: `checks for NaN in a step of B0 at 224, batch ${String(ROWS)}, wasm`,
  stepMs: round(stepMs),
  ...Object.fromEntries(Object.entries(parts).map(([name, ms]) => [name, round(ms)])),
  percentOfStep: round((100 * eachStep) / stepMs),
  tensors: memory().numTensors,
});
