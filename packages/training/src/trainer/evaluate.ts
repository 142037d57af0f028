import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import { type Batch, toArray } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { Logs } from "../callbacks/callback.ts";
import { checkModel, checkSignal } from "../model/checkModel.ts";
import { checkHasEnd, checkLoss, checkSource } from "../options/checkRun.ts";
import type { Crew } from "../strategies/trainer.ts";
import { defaultMetrics } from "../options/defaultMetrics.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import type { Metric } from "../metrics/metric.ts";
import { type MetricName, metricsNamed } from "../metrics/namedMetrics.ts";
import { type LogitsArray, logitsTensor, predictionsOf, scoresOf } from "../losses/logits.ts";
import {
  type Circumstances,
  refuseNaN,
  refuseNonFiniteBatch,
  refuseNonFiniteModel,
} from "../nonFinite/nonFiniteChecks.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { type ReplicasOptions, replicasPlan } from "../options/replicasOptions.ts";
import { crewOf } from "../replicas/replicatedTrainer.ts";
import { tallies } from "../metrics/epochMetrics.ts";
import { walk } from "./walk.ts";

/** What {@link evaluate} measures. */
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
  const plan = replicasPlan("evaluate", replicas);
  const measures = metricsNamed("evaluate", metrics);
  const crew = await crewOf("evaluate", model, plan, signal);
  try {
    const at = { who: "evaluate", phase: "evaluation" as const };
    await refuseNonFiniteModel(model, at);
    return await measured(crew, source, loss, measures, signal, at);
  } finally {
    await crew.close();
  }
}

/** The same by a crew that is there already. */
export async function measured(
  crew: Crew,
  source: Source<Batch>,
  loss: Loss,
  metrics: readonly Metric[],
  signal: AbortSignal | undefined,
  circumstances: Circumstances,
): Promise<Logs> {
  const tally = tallies(metrics);
  let batches = 0;
  for await (const batch of walk(source, 0, signal)) {
    checkBatch("evaluate", source.label, batch, ["inputs", "targets"]);
    const at = { ...circumstances, batch: batches };
    refuseNonFiniteBatch(batch, at);
    const judged = await judge(loss, batch, await crew.logits(batch));
    refuseNaN(judged.outputs, batch, { ...at, loss: judged.loss });
    if (!Number.isFinite(judged.loss)) throw new NonFiniteError({ ...at, where: "loss", loss: judged.loss });
    tally.add(judged.loss, batch.targets, judged.outputs);
    batches++;
  }
  if (batches === 0) throw new RangeError(`evaluate: ${source.label} gives no batch`);
  return tally.logs("");
}

async function judge(
  loss: Loss,
  batch: Batch,
  logits: LogitsArray,
): Promise<{ readonly loss: number; readonly outputs: NDArray<Float32Array> }> {
  const kept = tidy(() => {
    const given = logitsTensor(logits);
    const outputs = predictionsOf(given);
    return { value: keep(meanLoss(loss, batch, outputs)), outputs: keep(scoresOf(loss, given, outputs)) };
  });
  try {
    const [value, outputs] = await Promise.all([kept.value.data(), toArray(kept.outputs)]);
    return { loss: value[0], outputs };
  } finally {
    dispose([kept.value, kept.outputs]);
  }
}
