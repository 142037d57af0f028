import { RECOMPUTE_AS_NEEDED } from "@tensorloom/graph/internal";
import type { StepPlan } from "@tensorloom/graph";
import { dispose } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { averageGradients, type AccumulatedGradients } from "../step/averageGradients.ts";
import type { Batch, InputBatch } from "../batch/batch.ts";
import type { ClassOrderWatch } from "../trainer/classOrder.ts";
import type { Trainer } from "../strategies/trainer.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { StepResult } from "../step/trainStep.ts";
import { planMicroBatches, describePlan } from "./planMicroBatch.ts";
import { explainOutOfMemory } from "./outOfMemory.ts";
import { concatenateRows, splitRows, countRows } from "../batch/rows.ts";

/** A part's place in the names of dropout masks: the first part of a batch has the masks of the whole one. */
const MICRO_BATCH_STRIDE = 2 ** 40;

/**
 * The same crew, which looks at the order of labels and computes each batch in micro-batches and accumulates their gradients.
 *
 * Losses, gradients and outputs are those of the whole batch, except that batch normalisation in training mode uses the
 * statistics of each micro-batch, and dropout draws masks for each.
 */
export function withMicroBatches(
  model: LayersModel,
  plan: ResolvedFitOptions,
  crew: Trainer,
  order: ClassOrderWatch,
): Trainer {
  const maxRowsByShape = new Map<string, number>();

  function findMaxRows(batch: InputBatch, rows: number): number {
    if (plan.microBatch !== "auto") return plan.microBatch ?? rows;
    const { inputs } = batch;
    const key = JSON.stringify("shape" in inputs ? inputs.shape : inputs.map(({ shape }) => shape));
    const known = maxRowsByShape.get(key);
    if (known !== undefined) return known;
    const found = planMicroBatches(model, plan, batch);
    const most = found?.microBatch ?? rows;
    if (maxRowsByShape.size === 0 && found?.fits === true && (found.passes > 1 || found.recompute !== false))
      plan.onWarning(`fit: ${describePlan(model, rows, found)}`);
    maxRowsByShape.set(key, most);
    return most;
  }

  function split<B extends InputBatch & Partial<Batch>>(batch: B): readonly B[] {
    const rows = plan.microBatch === undefined ? undefined : countRows(batch);
    return rows === undefined ? [batch] : splitRows(batch, rows, findMaxRows(batch, rows));
  }

  async function computeGradients(batch: Batch, at: number): Promise<StepResult> {
    let sum: AccumulatedGradients | undefined;
    const outputs: NDArray[] = [];
    try {
      for (const [index, part] of split(batch).entries()) {
        const lesson = await crew.computeGradients(part, at + index * MICRO_BATCH_STRIDE);
        outputs.push(lesson.outputs);
        sum = averageGradients(sum, lesson);
      }
    } catch (error) {
      if (sum !== undefined) dispose(sum.gradients);
      throw error;
    }
    if (sum === undefined) throw new Error("fit: a batch has no part");
    return { ...sum, outputs: concatenateRows(outputs) };
  }

  return {
    ...crew,
    async computeGradients(batch, at) {
      order.observe(batch);
      try {
        return await computeGradients(batch, at);
      } catch (error) {
        const planned = (): StepPlan | undefined =>
          planMicroBatches(model, { ...plan, recompute: RECOMPUTE_AS_NEEDED }, batch);
        throw explainOutOfMemory(error, countRows(batch), planned) ?? error;
      }
    },
    async predictBatch(batch) {
      const outputs = [];
      for (const part of split(batch)) outputs.push(await crew.predictBatch(part));
      return concatenateRows(outputs);
    },
    async predictLogits(batch) {
      const logits = [];
      for (const part of split(batch)) logits.push(await crew.predictLogits(part));
      return { ...logits[0], values: concatenateRows(logits.map(({ values }) => values)) };
    },
  };
}
