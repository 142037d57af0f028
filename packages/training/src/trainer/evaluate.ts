import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import { type Batch, toArray } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { Logs } from "../callbacks/callback.ts";
import { checkModel, checkSignal } from "../model/checkModel.ts";
import { checkHasEnd, checkLoss, checkSource } from "../options/checkRun.ts";
import type { Predictor } from "../strategies/trainer.ts";
import { defaultMetrics } from "../options/defaultMetrics.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import type { Metric } from "../metrics/metric.ts";
import { type MetricName, resolveMetrics } from "../metrics/namedMetrics.ts";
import { type LogitsArray, toLogits, applyFinalActivation, toScores } from "../losses/logits.ts";
import {
  type NonFiniteContext,
  assertNoNaN,
  assertFiniteBatch,
  assertFiniteModel,
} from "../nonFinite/nonFiniteChecks.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { type ReplicasOptions, resolveReplicas } from "../options/replicasOptions.ts";
import { createPredictor } from "./createTrainer.ts";
import { createEpochMetrics } from "../metrics/epochMetrics.ts";
import { readBatches } from "./readBatches.ts";

/**
 * What {@link evaluate} measures.
 *
 * @inline
 */
export interface EvaluateOptions {
  readonly loss: Loss;
  /** Default: as for `fit`. */
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How many replicas, each on a core, share the rows of a batch; default 1. Node only, on wasm or cpu. */
  readonly replicas?: number | ReplicasOptions | undefined;
}

const OPTIONS: OptionKinds<EvaluateOptions> = {
  loss: "any",
  metrics: "any",
  signal: "any",
  replicas: "any",
};

/**
 * The loss and metrics of a model over one pass of a source, in inference mode.
 *
 * @returns `loss` and the metrics by name.
 * @throws RangeError where the source gives nothing, or a batch does not fit the model or the loss;
 * NonFiniteError if a batch, the model, its outputs or the loss hold NaN or an infinity.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { fromArray } from "@tensorloom/data";
 * import { evaluate, meanSquaredError } from "@tensorloom/training";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = {
 *   inputs: { data: Float32Array.of(1, 2), shape: [2, 1] },
 *   targets: { data: Float32Array.of(1, 4), shape: [2] },
 * };
 * await evaluate(model, fromArray([batch]), { loss: meanSquaredError() }); // => { loss: 2 }
 * ```
 */
export async function evaluate(
  model: LayersModel,
  source: Source<Batch>,
  options: EvaluateOptions,
): Promise<Logs> {
  checkModel("evaluate", model);
  checkSource("evaluate: source", source);
  checkHasEnd("evaluate: source", source);
  checkOptions("evaluate", options, OPTIONS);
  checkLoss("evaluate: loss", options.loss);
  checkSignal("evaluate", options.signal);
  const { loss, metrics = defaultMetrics(model, loss), signal, replicas } = options;
  const plan = resolveReplicas("evaluate", replicas);
  const measures = resolveMetrics("evaluate", metrics);
  const crew = await createPredictor("evaluate", model, plan, signal);
  try {
    const at = { caller: "evaluate", phase: "evaluation" as const };
    await assertFiniteModel(model, at);
    return await evaluateBatches(crew, source, loss, measures, signal, at);
  } finally {
    await crew.close();
  }
}

/** The same by a crew that is there already. */
export async function evaluateBatches(
  crew: Predictor,
  source: Source<Batch>,
  loss: Loss,
  metrics: readonly Metric[],
  signal: AbortSignal | undefined,
  circumstances: NonFiniteContext,
): Promise<Logs> {
  const tally = createEpochMetrics(metrics);
  let batches = 0;
  for await (const batch of readBatches(source, 0, signal)) {
    checkBatch("evaluate", source.label, batch, ["inputs", "targets"]);
    const at = { ...circumstances, batch: batches };
    assertFiniteBatch(batch, at);
    const judged = await scoreBatch(loss, batch, await crew.predictLogits(batch));
    assertNoNaN(judged.outputs, batch, { ...at, loss: judged.loss });
    if (!Number.isFinite(judged.loss)) throw new NonFiniteError({ ...at, where: "loss", loss: judged.loss });
    tally.update(judged.loss, batch.targets, judged.outputs);
    batches++;
  }
  if (batches === 0) throw new RangeError(`evaluate: ${source.label} has no batches`);
  return tally.logs("");
}

async function scoreBatch(
  loss: Loss,
  batch: Batch,
  logits: LogitsArray,
): Promise<{ readonly loss: number; readonly outputs: NDArray<Float32Array> }> {
  const kept = tidy(() => {
    const given = toLogits(logits);
    const outputs = applyFinalActivation(given);
    return { value: keep(meanLoss(loss, batch, outputs)), outputs: keep(toScores(loss, given, outputs)) };
  });
  try {
    const [value, outputs] = await Promise.all([kept.value.data(), toArray(kept.outputs)]);
    return { loss: value[0], outputs };
  } finally {
    dispose([kept.value, kept.outputs]);
  }
}
