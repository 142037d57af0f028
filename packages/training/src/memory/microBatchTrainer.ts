import { RECOMPUTE_AS_NEEDED } from "@tensorloom/graph/internal";
import type { StepPlan } from "@tensorloom/graph";
import { dispose } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { joined, type Sum } from "../step/averageGradients.ts";
import type { Batch, InputBatch } from "../batch/batch.ts";
import type { ClassOrder } from "../trainer/classOrder.ts";
import type { TrainingCrew } from "../strategies/trainer.ts";
import type { FitPlan } from "../options/fitOptions.ts";
import type { Lesson } from "../step/trainStep.ts";
import { planOf, planSentence } from "./planMicroBatch.ts";
import { outOfMemory } from "./outOfMemory.ts";
import { joinRows, partsOf, rowCount } from "../batch/rows.ts";

/** A part's place in the names of dropout masks: the first part of a batch has the masks of the whole one. */
const PART = 2 ** 40;

/**
 * The same crew, which looks at the order of labels and computes each batch in micro-batches and accumulates their gradients.
 *
 * Losses, gradients and outputs are those of the whole batch, except that batch normalisation in training mode uses the
 * statistics of each micro-batch, and dropout draws masks for each.
 */
export function inMicroBatches(
  model: LayersModel,
  plan: FitPlan,
  crew: TrainingCrew,
  order: ClassOrder,
): TrainingCrew {
  const mostBySize = new Map<string, number>();

  function mostRows(batch: InputBatch, rows: number): number {
    if (plan.microBatch !== "auto") return plan.microBatch ?? rows;
    const { inputs } = batch;
    const key = JSON.stringify("shape" in inputs ? inputs.shape : inputs.map(({ shape }) => shape));
    const known = mostBySize.get(key);
    if (known !== undefined) return known;
    const found = planOf(model, plan, batch);
    const most = found?.microBatch ?? rows;
    if (mostBySize.size === 0 && found?.fits === true && (found.passes > 1 || found.recompute !== false))
      plan.onWarning(`fit: ${planSentence(model, rows, found)}`);
    mostBySize.set(key, most);
    return most;
  }

  function parts<B extends InputBatch & Partial<Batch>>(batch: B): readonly B[] {
    const rows = plan.microBatch === undefined ? undefined : rowCount(batch);
    return rows === undefined ? [batch] : partsOf(batch, rows, mostRows(batch, rows));
  }

  async function learn(batch: Batch, at: number): Promise<Lesson> {
    let sum: Sum | undefined;
    const outputs: NDArray[] = [];
    try {
      for (const [index, part] of parts(batch).entries()) {
        const lesson = await crew.learn(part, at + index * PART);
        outputs.push(lesson.outputs);
        sum = joined(sum, lesson);
      }
    } catch (error) {
      if (sum !== undefined) dispose(sum.gradients);
      throw error;
    }
    if (sum === undefined) throw new Error("fit: a batch has no part");
    return { ...sum, outputs: joinRows(outputs) };
  }

  return {
    ...crew,
    async learn(batch, at) {
      order.add(batch);
      try {
        return await learn(batch, at);
      } catch (error) {
        const planned = (): StepPlan | undefined =>
          planOf(model, { ...plan, recompute: RECOMPUTE_AS_NEEDED }, batch);
        throw outOfMemory(error, rowCount(batch), planned) ?? error;
      }
    },
    async answer(batch) {
      const outputs = [];
      for (const part of parts(batch)) outputs.push(await crew.answer(part));
      return joinRows(outputs);
    },
    async logits(batch) {
      const logits = [];
      for (const part of parts(batch)) logits.push(await crew.logits(part));
      return { ...logits[0], values: joinRows(logits.map(({ values }) => values)) };
    },
  };
}
