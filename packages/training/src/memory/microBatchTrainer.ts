import { RECOMPUTE_AS_NEEDED } from "@tensorloom/graph/internal";
import type { StepPlan } from "@tensorloom/graph";
import { dispose } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { averageGradients, type AccumulatedGradients } from "../step/averageGradients.ts";
import type { Batch, InputBatch } from "../batch/batch.ts";

import type { Trainer } from "../strategies/trainer.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { StepResult } from "../step/trainStep.ts";
import { planMicroBatches, describePlan } from "./planMicroBatches.ts";
import { explainOutOfMemory } from "./outOfMemory.ts";
import { concatenateRows, splitRows, countRows } from "../batch/rows.ts";

/** Added to the dropout step per micro-batch. The first micro-batch gets the masks of the whole batch. */
const MICRO_BATCH_STRIDE = 2 ** 40;

/**
 * Wraps a trainer so that it splits each batch into micro-batches and accumulates their gradients.
 *
 * Losses, gradients and outputs are those of the whole batch, except that batch normalisation in training mode uses the
 * statistics of each micro-batch, and dropout draws masks for each.
 *
 * @param onBatch - Called with each batch before its gradients are computed.
 */
export function withMicroBatches(
  model: LayersModel,
  options: ResolvedFitOptions,
  trainer: Trainer,
  onBatch: (batch: Batch) => void,
): Trainer {
  const maxRowsByShape = new Map<string, number>();

  function findMaxRows(batch: InputBatch, rows: number): number {
    if (options.microBatch !== "auto") return options.microBatch ?? rows;
    const { inputs } = batch;
    const key = JSON.stringify("shape" in inputs ? inputs.shape : inputs.map(({ shape }) => shape));
    const known = maxRowsByShape.get(key);
    if (known !== undefined) return known;
    const plan = planMicroBatches(model, options, batch);
    const maxRows = plan?.microBatch ?? rows;
    if (maxRowsByShape.size === 0 && plan?.fits === true && (plan.passes > 1 || plan.recompute !== false))
      options.onWarning(`fit: ${describePlan(model, rows, plan)}`);
    maxRowsByShape.set(key, maxRows);
    return maxRows;
  }

  function split<B extends InputBatch & Partial<Batch>>(batch: B): readonly B[] {
    const rows = options.microBatch === undefined ? undefined : countRows(batch);
    return rows === undefined ? [batch] : splitRows(batch, rows, findMaxRows(batch, rows));
  }

  async function computeGradients(batch: Batch, at: number): Promise<StepResult> {
    let sum: AccumulatedGradients | undefined;
    const outputs: NDArray[] = [];
    try {
      for (const [index, part] of split(batch).entries()) {
        const result = await trainer.computeGradients(part, at + index * MICRO_BATCH_STRIDE);
        outputs.push(result.outputs);
        sum = averageGradients(sum, result);
      }
    } catch (error) {
      if (sum !== undefined) dispose(sum.gradients);
      throw error;
    }
    if (sum === undefined) throw new Error("fit: a batch was split into no micro-batches");
    return { ...sum, outputs: concatenateRows(outputs) };
  }

  return {
    ...trainer,
    async computeGradients(batch, at) {
      onBatch(batch);
      try {
        return await computeGradients(batch, at);
      } catch (error) {
        const planned = (): StepPlan | undefined =>
          planMicroBatches(model, { ...options, recompute: RECOMPUTE_AS_NEEDED }, batch);
        throw explainOutOfMemory(error, countRows(batch), planned) ?? error;
      }
    },
    async predictBatch(batch) {
      const outputs = [];
      for (const part of split(batch)) outputs.push(await trainer.predictBatch(part));
      return concatenateRows(outputs);
    },
    async predictLogits(batch) {
      const logits = [];
      for (const part of split(batch)) logits.push(await trainer.predictLogits(part));
      return { ...logits[0], values: concatenateRows(logits.map(({ values }) => values)) };
    },
  };
}
