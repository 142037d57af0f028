import { checkOptions, checkSignal } from "@tensorloom/core/internal";
import type { NDArray, Source } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import { type Given, withOrderedInputs } from "../batch/namedInputs.ts";
import { resolveEngine } from "../engine/engineOption.ts";
import { assertFiniteBatch, assertFiniteModel, assertNoNaN } from "../nonFinite/assertFinite.ts";
import { checkSource } from "../options/checkRun.ts";
import { joinRanks, resolveReplicas } from "../options/replicasOptions.ts";
import { listModels, type ResolvedEnsemble, resolveEnsemble } from "../prediction/ensembleOptions.ts";
import { createEnsemble } from "./ensemble.ts";
import { PREDICT_OPTIONS, type PredictOptions } from "./predictOptions.ts";
import { gatherRows } from "../ranks/gatherRows.ts";
import { partSource } from "../ranks/partSource.ts";
import { readTogether } from "../ranks/readTogether.ts";
import { shareModels } from "../ranks/shareModels.ts";
import { isAgreed } from "../ranks/together.ts";

/** Checks the arguments of `predict` and fills in the defaults. */
export function checkPredict(
  model: LayersModel | readonly LayersModel[],
  source: Source<Given<InputBatch>>,
  options: PredictOptions,
): ResolvedEnsemble {
  const models = listModels("predict", model);
  checkOptions("predict", options, PREDICT_OPTIONS);
  const ensemble = resolveEnsemble("predict", models, options);
  checkSource("predict: source", source);
  checkSignal("predict: signal", options.signal);
  return ensemble;
}

/** The outputs of one batch, before they are averaged. */
interface PredictedParts {
  readonly ids: readonly string[];
  /** The outputs of each view by each model. */
  readonly parts: readonly NDArray<Float32Array>[];
}

/** Predicts a source batch by batch, with each model and view apart. */
export async function* predictParts(
  resolved: ResolvedEnsemble,
  source: Source<Given<InputBatch>>,
  options: PredictOptions,
): AsyncGenerator<PredictedParts, undefined> {
  const { onProgress, signal, onEngine, allowNonFinite = false } = options;
  const replicas = await joinRanks("predict", resolveReplicas("predict", options.replicas));
  const { ranks } = replicas;
  const engine = resolveEngine("predict", options.engine);
  const batches = source.size;
  const ordered = withOrderedInputs<InputBatch>("predict", resolved.models[0], source);
  const own = ranks === undefined ? ordered : partSource(ordered, ranks);
  shareModels(ranks, resolved.models);
  const ensemble = await createEnsemble("predict", resolved, { replicas, engine, onEngine, signal, batches });
  const at = { caller: "predict", phase: "prediction" as const };
  let [done, read] = [0, 0];
  try {
    if (!allowNonFinite) for (const model of resolved.models) await assertFiniteModel(model, at);
    for await (const batch of readTogether(ranks, own, signal)) {
      checkBatch("predict", source.label, batch, ["inputs"]);
      const inBatch = { ...at, batch: read++ };
      const parts = await ensemble.predictParts(batch, (view) => {
        if (!allowNonFinite) assertFiniteBatch({ inputs: view.inputs, ids: view.ids }, inBatch);
      });
      if (!allowNonFinite) for (const outputs of parts) assertNoNaN(outputs, batch, inBatch);
      const rows = parts[0].shape[0];
      const { ids } = gatherRows(ranks, batch);
      if (ids !== undefined && ids.length !== rows) {
        throw new RangeError(
          `predict: a batch must have one id per row, got ${String(ids.length)} ids for ${String(rows)} rows`,
        );
      }
      yield { ids: ids ?? Array.from({ length: rows }, (_, row) => String(done + row)), parts };
      done += rows;
      onProgress?.(done);
    }
  } catch (error) {
    if (!isAgreed(error)) ranks?.fail(error);
    throw error;
  } finally {
    await ensemble.close();
  }
}
