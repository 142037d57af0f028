import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import type { InputBatch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { type EngineOption, resolveEngine } from "../engine/engineOption.ts";
import { checkSignal } from "../model/checkModel.ts";
import { checkHasEnd, checkSource } from "../options/checkRun.ts";
import { assertNoNaN, assertFiniteBatch, assertFiniteModel } from "../nonFinite/assertFinite.ts";
import { type ReplicasOptions, resolveReplicas } from "../options/replicasOptions.ts";
import { concatenateRows } from "../batch/rows.ts";
import { averageOutputs } from "../prediction/averageOutputs.ts";
import {
  ENSEMBLE_OPTIONS,
  type EnsembleOptions,
  type ResolvedEnsemble,
  resolveEnsemble,
} from "../prediction/ensembleOptions.ts";
import type { Predictions } from "../prediction/predictions.ts";
import { createEnsemble } from "./ensemble.ts";
import { readBatches } from "./readBatches.ts";

/**
 * Options of {@link predict} and {@link predictBatches}.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { predict, type PredictOptions } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(3, 4), shape: [2, 1] } };
 * const progress: number[] = [];
 * const options: PredictOptions = { onProgress: (rows) => progress.push(rows), signal: AbortSignal.timeout(60_000) };
 * await predict(model, fromArray([batch, batch]), options);
 * progress; // => [2, 4]
 * ```
 */
export interface PredictOptions extends EnsembleOptions {
  /** Called after each batch with the number of rows so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
  /** Ends the prediction; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Number of replicas, one per core, that split each batch. Default 1. Node only, on wasm or cpu. */
  readonly replicas?: number | ReplicasOptions | undefined;
  /** Which engine computes the outputs, as for `fit`. Default `"auto"`. */
  readonly engine?: EngineOption | undefined;
  /** Called with the engine that computes, and once more if tfjs has to go on for it. */
  readonly onEngine?: ((engine: EngineChoice) => void) | undefined;
  /** Whether to accept NaN and infinities in inputs and weights, and to return them, as Keras does. Default false. */
  readonly allowNonFinite?: boolean | undefined;
}

const OPTIONS: OptionKinds<PredictOptions> = {
  onProgress: "function",
  signal: "any",
  replicas: "any",
  engine: "any",
  onEngine: "function",
  allowNonFinite: "boolean",
  ...ENSEMBLE_OPTIONS,
};

/**
 * Predicts every row of a source, and returns outputs with ids.
 *
 * The rows have the order of the source. Several models read it once, and their outputs are averaged, as are those of the
 * views of a row (test-time augmentation).
 *
 * @param model - A model, or several that read the same inputs.
 * @throws RangeError if a batch does not have one id per row, or its inputs do not fit the model; NonFiniteError if
 * inputs, weights or outputs contain NaN, unless `allowNonFinite` is true.
 * @see Keras, `Model.predict`; fastai, `Learner.tta`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { fromArray } from "@tensorloom/data";
 * import { predict } from "@tensorloom/training";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const test = fromArray([{ inputs: { data: Float32Array.of(3, 4), shape: [2, 1] }, ids: ["a", "b"] }]);
 * const { ids, outputs } = await predict(model, test);
 * ids.map((id, row) => [id, outputs.data[row]]); // => [["a", 3], ["b", 4]]
 * ```
 */
export async function predict(
  model: LayersModel | readonly LayersModel[],
  source: Source<InputBatch>,
  options: PredictOptions = {},
): Promise<Predictions> {
  const ensemble = checkPredict(model, source, options);
  checkHasEnd("predict: source", source);
  const ranks = ensemble.average === "rankMean";
  const ids: string[] = [];
  const parts: NDArray<Float32Array>[][] = [];
  for await (const batch of predictParts(ensemble, source, options)) {
    for (const id of batch.ids) ids.push(id);
    const kept = ranks ? batch.parts : [averageOutputs("predict", batch.parts, ensemble)];
    for (const [at, part] of kept.entries()) (parts[at] ??= []).push(part);
  }
  if (parts.length === 0) return { ids, outputs: { data: new Float32Array(), shape: [0] } };
  const whole = parts.map(concatenateRows);
  return { ids, outputs: ranks ? averageOutputs("predict", whole, ensemble) : whole[0] };
}

/**
 * Predicts a source batch by batch.
 *
 * @throws As {@link predict}, when the batch is requested; RangeError if `average` is `"rankMean"`, which ranks all rows.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { range, stack } from "@tensorloom/data";
 * import { predictBatches } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const test = range(5).map((n) => ({ inputs: Float32Array.of(n), ids: `row ${String(n)}` })).batch(2, { collate: stack });
 * const lines: string[] = [];
 * for await (const { ids, outputs } of predictBatches(model, test))
 *   lines.push(...ids.map((id, row) => `${id},${String(outputs.data[row])}`));
 * lines[4]; // => "row 4,4"
 * ```
 */
export async function* predictBatches(
  model: LayersModel | readonly LayersModel[],
  source: Source<InputBatch>,
  options: PredictOptions = {},
): AsyncGenerator<Predictions, undefined> {
  const ensemble = checkPredict(model, source, options);
  if (ensemble.average === "rankMean")
    throw new RangeError(
      'predictBatches: average "rankMean" ranks all rows together: use predict, or averagePredictions',
    );
  for await (const { ids, parts } of predictParts(ensemble, source, options))
    yield { ids, outputs: averageOutputs("predict", parts, ensemble) };
}

function checkPredict(
  model: LayersModel | readonly LayersModel[],
  source: Source<InputBatch>,
  options: PredictOptions,
): ResolvedEnsemble {
  checkOptions("predict", options, OPTIONS);
  const ensemble = resolveEnsemble("predict", model, options);
  checkSource("predict: source", source);
  checkSignal("predict", options.signal);
  return ensemble;
}

interface PredictedParts {
  readonly ids: readonly string[];
  /** The outputs of each view by each model. */
  readonly parts: readonly NDArray<Float32Array>[];
}

async function* predictParts(
  resolved: ResolvedEnsemble,
  source: Source<InputBatch>,
  options: PredictOptions,
): AsyncGenerator<PredictedParts, undefined> {
  const { onProgress, signal, onEngine, allowNonFinite = false } = options;
  const replicas = resolveReplicas("predict", options.replicas);
  const engine = resolveEngine("predict", options.engine);
  const batches = source.size;
  const ensemble = await createEnsemble("predict", resolved, { replicas, engine, onEngine, signal, batches });
  const at = { caller: "predict", phase: "prediction" as const };
  let [done, read] = [0, 0];
  try {
    if (!allowNonFinite) for (const model of resolved.models) await assertFiniteModel(model, at);
    for await (const batch of readBatches(source, { epoch: 0 }, signal)) {
      checkBatch("predict", source.label, batch, ["inputs"]);
      const inBatch = { ...at, batch: read++ };
      const parts = await ensemble.predictParts(batch, (view) => {
        if (!allowNonFinite) assertFiniteBatch({ inputs: view.inputs, ids: view.ids }, inBatch);
      });
      if (!allowNonFinite) for (const outputs of parts) assertNoNaN(outputs, batch, inBatch);
      const rows = parts[0].shape[0];
      const { ids } = batch;
      if (ids !== undefined && ids.length !== rows) {
        throw new RangeError(
          `predict: a batch must have one id per row, got ${String(ids.length)} ids for ${String(rows)} rows`,
        );
      }
      yield { ids: ids ?? Array.from({ length: rows }, (_, row) => String(done + row)), parts };
      done += rows;
      onProgress?.(done);
    }
  } finally {
    await ensemble.close();
  }
}
