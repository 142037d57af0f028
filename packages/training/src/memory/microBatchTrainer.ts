import { dispose } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { averageGradients, type AccumulatedGradients } from "../step/averageGradients.ts";
import type { Batch, InputBatch } from "../batch/batch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { Trainer, TrainerState } from "../strategies/trainer.ts";
import { placementOf } from "../ranks/placement.ts";
import { splitOnRanks } from "../ranks/splitOnRanks.ts";
import { fuseModel } from "../model/fuseModel.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { StepResult } from "../step/trainStep.ts";
import { microBatchLimits } from "./microBatchLimits.ts";
import { planPasses, type PlannedPasses, shapesOf } from "./planPasses.ts";
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
 * @param saved - Continues from the state of an earlier trainer.
 */
export function withMicroBatches(
  model: LayersModel,
  options: ResolvedFitOptions,
  trainer: Trainer,
  saved?: TrainerState,
): Trainer {
  const limits = microBatchLimits(model, options, saved?.microBatchLimits);
  let engine: EngineChoice["name"] = "tfjs";

  function split<B extends InputBatch & Partial<Batch>>(batch: B, training: boolean): readonly B[] {
    const placed = placementOf(batch);
    if (placed !== undefined) {
      const most = Math.ceil(placed.rows / placed.count);
      const limit = limits.find(withRows(batch, most), most, engine, training);
      const ofAll = options.microBatch === "auto" ? limit * placed.count : options.microBatch;
      return splitOnRanks(options.replicas.ranks, batch, placed, Math.ceil(placed.rows / ofAll));
    }
    const rows = countRows(batch);
    return rows === undefined ? [batch] : splitRows(batch, rows, limits.find(batch, rows, engine, training));
  }

  async function computeGradients(batch: Batch, at: number): Promise<StepResult> {
    let sum: AccumulatedGradients | undefined;
    const outputs: NDArray[] = [];
    const targets: NDArray[] = [];
    try {
      ({ name: engine } = await trainer.prepare(batch));
      for (const [index, part] of split(batch, true).entries()) {
        const result = await trainer.computeGradients(part, at + index * MICRO_BATCH_STRIDE);
        outputs.push(result.outputs);
        if (result.targets !== undefined) targets.push(result.targets);
        sum = averageGradients(sum, result);
      }
    } catch (error) {
      if (sum !== undefined) dispose(sum.gradients);
      throw error;
    }
    if (sum === undefined) throw new Error("fit: a batch was split into no micro-batches");
    const labelled = targets.length === 0 ? {} : { targets: concatenateRows(targets) };
    return { ...sum, outputs: concatenateRows(outputs), ...labelled };
  }

  function explain(error: unknown, batch: Batch): unknown {
    const rows = countRows(batch) ?? 1;
    const inputShapes = shapesOf(batch).map((shape) => shape.slice(1));
    const request = {
      rows,
      maxRows: rows,
      split: true,
      inputShapes,
      training: true,
      engine: "tfjs",
    } as const;
    const planned = (): PlannedPasses | undefined =>
      planPasses(model, { ...options, recompute: undefined, recomputesAsNeeded: true }, request);
    return explainOutOfMemory(error, rows, options.microBatch === "auto" ? undefined : planned) ?? error;
  }

  return {
    ...trainer,
    get memoryPlan() {
      return limits.plan ?? saved?.memoryPlan;
    },
    async close() {
      if (options.recomputesAsNeeded) fuseModel(model, false); // later runs choose for themselves
      await trainer.close();
    },
    async computeGradients(batch, at) {
      for (;;) {
        try {
          return await computeGradients(batch, at);
        } catch (error) {
          if (!limits.lower(batch, error, engine)) throw explain(error, batch);
        }
      }
    },
    async state() {
      const memoryPlan = limits.plan ?? saved?.memoryPlan;
      return { ...(await trainer.state()), microBatchLimits: limits.state(), memoryPlan };
    },
    async predictBatch(batch) {
      const outputs = [];
      for (const part of split(batch, false)) outputs.push(await trainer.predictBatch(part));
      return concatenateRows(outputs);
    },
    async predictLogits(batch) {
      const logits = [];
      for (const part of split(batch, false)) logits.push(await trainer.predictLogits(part));
      return { ...logits[0], values: concatenateRows(logits.map(({ values }) => values)) };
    },
  };
}

/** A batch of the most rows that a rank has, for the plan: all ranks make the same one, also of another number of ranks. */
function withRows({ inputs }: InputBatch, rows: number): InputBatch {
  const list = "shape" in inputs ? [inputs] : inputs;
  return {
    inputs: list.map(({ data, shape }) => ({ data: data.subarray(0, 0), shape: [rows, ...shape.slice(1)] })),
  };
}
