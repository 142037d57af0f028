import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import type { InputBatch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import { checkModel, checkSignal } from "../model/checkModel.ts";
import { checkHasEnd, checkSource } from "../options/checkRun.ts";
import { assertNoNaN, assertFiniteBatch, assertFiniteModel } from "../nonFinite/nonFiniteChecks.ts";
import { type ReplicasOptions, resolveReplicas } from "../options/replicasOptions.ts";
import { createPredictor } from "./createTrainer.ts";
import { readBatches } from "./readBatches.ts";

/**
 * How {@link predict} is steered.
 */
export interface PredictOptions {
  /** Called after each batch with the rows done so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many replicas, each on a core, share the rows of a batch; default 1. Node only, on wasm or cpu. */
  readonly replicas?: number | ReplicasOptions | undefined;
  /** Returns outputs that are NaN, as Keras does, and takes inputs and weights that are; default false: they are refused. */
  readonly allowNonFinite?: boolean | undefined;
}

const OPTIONS: OptionKinds<PredictOptions> = {
  onProgress: "function",
  signal: "any",
  replicas: "any",
  allowNonFinite: "boolean",
};

/** What a model says of a batch, or of a whole source. */
export interface Predictions {
  /** One a row, in the source's order; a row's position where the batches have none. */
  readonly ids: readonly string[];
  /** `[rows, ...]`. */
  readonly outputs: NDArray<Float32Array>;
}

/**
 * What a model says of every row of a source, in the source's order, with who is who.
 *
 * @throws RangeError where a batch has not one id a row, or its inputs do not fit the model;
 * NonFiniteError if inputs, weights or outputs hold NaN, unless `allowNonFinite` says otherwise.
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
 * The same, batch by batch, for a source whose answers are not to be held at once.
 *
 * @example
 * ```ts no-run
 * for await (const { ids, outputs } of predictBatches(model, test)) write(ids, outputs);
 * ```
 */
export async function* predictBatches(
  model: LayersModel,
  source: Source<InputBatch>,
  options: PredictOptions = {},
): AsyncGenerator<Predictions, undefined> {
  checkModel("predict", model);
  checkSource("predict: source", source);
  const { onProgress, signal, replicas, allowNonFinite = false } = checkOptions("predict", options, OPTIONS);
  checkSignal("predict", signal);
  const crew = await createPredictor("predict", model, resolveReplicas("predict", replicas), signal);
  const at = { caller: "predict", phase: "prediction" as const };
  let done = 0;
  let batches = 0;
  try {
    if (!allowNonFinite) await assertFiniteModel(model, at);
    for await (const batch of readBatches(source, 0, signal)) {
      checkBatch("predict", source.label, batch, ["inputs"]);
      const inBatch = { ...at, batch: batches++ };
      if (!allowNonFinite) assertFiniteBatch({ inputs: batch.inputs, ids: batch.ids }, inBatch);
      const outputs = await crew.predictBatch(batch);
      if (!allowNonFinite) assertNoNaN(outputs, batch, inBatch);
      const rows = outputs.shape[0];
      const { ids } = batch;
      if (ids !== undefined && ids.length !== rows) {
        throw new RangeError(
          `predict: a batch must have one id a row, got ${String(ids.length)} ids for ${String(rows)} rows`,
        );
      }
      yield { ids: ids ?? Array.from({ length: rows }, (_, row) => String(done + row)), outputs };
      done += rows;
      onProgress?.(done);
    }
  } finally {
    await crew.close();
  }
}
