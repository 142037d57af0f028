import { dispose, keep, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NDArray, Source } from "@tensorloom/data";
import { type Batch, toArray } from "../batch/batch.ts";
import { checkBatch } from "../batch/checkBatch.ts";
import type { Logs } from "../callbacks/events.ts";
import { applyFinalActivation, type LogitsArray, toLogits, toScores } from "../losses/logits.ts";
import type { Loss } from "../losses/loss.ts";
import { meanLoss } from "../losses/meanLoss.ts";
import { createEpochMetrics } from "../metrics/epochMetrics.ts";
import type { Metric } from "../metrics/metric.ts";
import { assertFiniteBatch, assertNoNaN, type NonFiniteContext } from "../nonFinite/assertFinite.ts";
import { NonFiniteError } from "../nonFinite/nonFiniteError.ts";
import { gatherRows } from "../ranks/gatherRows.ts";
import type { Ranks } from "../ranks/ranks.ts";
import { readTogether } from "../ranks/readTogether.ts";
import { regularizationOf } from "../step/regularizationOf.ts";
import type { Predictor } from "../strategies/trainer.ts";

/** What is known of each batch of an evaluation. */
export interface EvaluatedBatch {
  /** The number of the batch, from 0. */
  readonly index: number;
  readonly batch: Batch;
  readonly outputs: NDArray<Float32Array>;
}

/** What an evaluation of a batch calls, and with which ranks it computes. */
interface EvaluationOptions {
  readonly ranks?: Ranks | undefined;
  /** The model whose regularisation is added to the loss, as in training. */
  readonly model?: LayersModel | undefined;
  readonly onBatch?: ((at: EvaluatedBatch) => void | Promise<void>) | undefined;
}

/** Evaluates with a predictor that has already been created. On ranks, `source` has the rows of this one. */
export async function evaluateBatches(
  predictor: Predictor,
  source: Source<Batch>,
  loss: Loss,
  metrics: readonly Metric[],
  signal: AbortSignal | undefined,
  context: NonFiniteContext,
  { ranks, model, onBatch }: EvaluationOptions = {},
): Promise<Logs> {
  const epochMetrics = createEpochMetrics(metrics);
  const regularization = model === undefined ? 0 : await regularizationOf(model);
  let batches = 0;
  for await (const own of readTogether(ranks, source, signal)) {
    checkBatch("evaluate", source.label, own, ["inputs", "targets"]);
    const at = { ...context, batch: batches };
    assertFiniteBatch(own, at);
    const logits = await predictor.predictLogits(own);
    const batch = gatherRows(ranks, own);
    const { loss: ofRows, outputs } = await scoreBatch(loss, batch, logits);
    const total = ofRows + regularization;
    assertNoNaN(outputs, batch, { ...at, loss: total });
    if (!Number.isFinite(total)) throw new NonFiniteError({ ...at, where: "loss", loss: total });
    epochMetrics.update(total, batch.targets, outputs);
    await onBatch?.({ index: batches, batch, outputs });
    batches++;
  }
  if (batches === 0) throw new RangeError(`evaluate: ${source.label} has no batches`);
  return epochMetrics.logs("");
}

async function scoreBatch(
  loss: Loss,
  batch: Batch,
  logits: LogitsArray,
): Promise<{ readonly loss: number; readonly outputs: NDArray<Float32Array> }> {
  const kept = tidy(() => {
    const tensors = toLogits(logits);
    const outputs = applyFinalActivation(tensors);
    return { value: keep(meanLoss(loss, batch, outputs)), outputs: keep(toScores(loss, tensors, outputs)) };
  });
  try {
    const [value, outputs] = await Promise.all([kept.value.data(), toArray(kept.outputs)]);
    return { loss: value[0], outputs };
  } finally {
    dispose([kept.value, kept.outputs]);
  }
}
