import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import type { InputBatch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { type EngineOption, resolveEngine } from "../engine/engineOption.ts";
import { checkModel, checkSignal } from "../model/checkModel.ts";
import { checkHasEnd, checkSource } from "../options/checkRun.ts";
import { assertNoNaN, assertFiniteBatch, assertFiniteModel } from "../nonFinite/assertFinite.ts";
import { type ReplicasOptions, resolveReplicas } from "../options/replicasOptions.ts";
import { createPredictor } from "./createPredictor.ts";
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
export interface PredictOptions {
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
};

/**
 * The outputs of a model, with the id of each row.
 *
 * @example
 * ```ts
 * import type { Predictions } from "@tensorloom/training";
 *
 * // The rows of a file of predictions: an id and the first output per line.
 * function toCsv({ ids, outputs }: Predictions): string {
 *   const width = outputs.data.length / ids.length;
 *   return ids.map((id, row) => `${id},${outputs.data[row * width]}\n`).join("");
 * }
 * toCsv({ ids: ["cat.jpg", "dog.jpg"], outputs: { data: Float32Array.of(0.25, 0.5), shape: [2, 1] } }); // => "cat.jpg,0.25\ndog.jpg,0.5\n"
 * ```
 */
export interface Predictions {
  /** One per row, in the source's order. Default: the position of the row, if the batches have no ids. */
  readonly ids: readonly string[];
  /** `[rows, ...]`: the model's outputs. */
  readonly outputs: NDArray<Float32Array>;
}

/**
 * Predicts every row of a source, and returns outputs with ids.
 *
 * @throws RangeError if a batch does not have one id per row, or its inputs do not fit the model; NonFiniteError if
 * inputs, weights or outputs contain NaN, unless `allowNonFinite` is true.
 * @see Keras, `Model.predict`
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
  model: LayersModel,
  source: Source<InputBatch>,
  options: PredictOptions = {},
): Promise<Predictions> {
  checkSource("predict: source", source);
  checkHasEnd("predict: source", source);
  const ids: string[] = [];
  const parts: Float32Array[] = [];
  let rowShape: readonly number[] = [];
  for await (const batch of predictBatches(model, source, options)) {
    for (const id of batch.ids) ids.push(id);
    parts.push(batch.outputs.data);
    rowShape = batch.outputs.shape.slice(1);
  }
  const data = new Float32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { ids, outputs: { data, shape: [ids.length, ...rowShape] } };
}

/**
 * Predicts a source batch by batch.
 *
 * @throws As {@link predict}, when the batch is requested.
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
  model: LayersModel,
  source: Source<InputBatch>,
  options: PredictOptions = {},
): AsyncGenerator<Predictions, undefined> {
  checkModel("predict", model);
  checkSource("predict: source", source);
  const { onProgress, signal, onEngine, allowNonFinite = false } = checkOptions("predict", options, OPTIONS);
  checkSignal("predict", signal);
  const replicas = resolveReplicas("predict", options.replicas);
  const engine = resolveEngine("predict", options.engine);
  const predictor = await createPredictor("predict", model, {
    replicas,
    engine,
    onEngine,
    signal,
    batches: source.size,
  });
  const at = { caller: "predict", phase: "prediction" as const };
  let done = 0;
  let batches = 0;
  try {
    if (!allowNonFinite) await assertFiniteModel(model, at);
    for await (const batch of readBatches(source, 0, signal)) {
      checkBatch("predict", source.label, batch, ["inputs"]);
      const inBatch = { ...at, batch: batches++ };
      if (!allowNonFinite) assertFiniteBatch({ inputs: batch.inputs, ids: batch.ids }, inBatch);
      const outputs = await predictor.predictBatch(batch);
      if (!allowNonFinite) assertNoNaN(outputs, batch, inBatch);
      const rows = outputs.shape[0];
      const { ids } = batch;
      if (ids !== undefined && ids.length !== rows) {
        throw new RangeError(
          `predict: a batch must have one id per row, got ${String(ids.length)} ids for ${String(rows)} rows`,
        );
      }
      yield { ids: ids ?? Array.from({ length: rows }, (_, row) => String(done + row)), outputs };
      done += rows;
      onProgress?.(done);
    }
  } finally {
    await predictor.close();
  }
}
