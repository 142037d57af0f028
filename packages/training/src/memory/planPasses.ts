import { leavesOf } from "@tensorloom/graph/internal";
import { planStep, stepMemory, type StepPlan } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { planOnnxRows, type SizedPlan } from "../engine/machineMemory.ts";
import type { MemoryPlan } from "../engine/memoryPlan.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";

/** A plan, and whether it fits. */
export interface PlannedPasses extends Pick<StepPlan, "fits" | "memory"> {
  readonly plan: MemoryPlan;
}

/** What is planned: passes over batches of these rows and shapes. */
export interface PlanRequest {
  /** Rows of a batch. */
  readonly rows: number;
  /** The most rows of a pass. */
  readonly maxRows: number;
  /** Whether a pass may have fewer rows. */
  readonly split: boolean;
  readonly inputShapes: readonly (readonly number[])[];
  readonly training: boolean;
  readonly engine: EngineChoice["name"];
}

/** The options that decide a plan. */
type PlanOptions = Pick<
  ResolvedFitOptions,
  "memory" | "optimizerSlots" | "accumulate" | "recompute" | "recomputesAsNeeded"
> & { readonly replicas: { readonly count: number } };

/** Plans the passes over a batch; `undefined` if the memory is not known, or the batch does not fit the model. */
export function planPasses(
  model: LayersModel,
  { memory, optimizerSlots, accumulate, replicas, recompute, recomputesAsNeeded }: PlanOptions,
  { rows, maxRows, split, inputShapes, training, engine }: PlanRequest,
): PlannedPasses | undefined {
  const accumulates = training && (accumulate > 1 || maxRows < rows);
  const pass = { inputShapes, training, optimizerSlots, accumulates };
  const step = { ...pass, split };
  const { bytes: heapBytes, maxMemory } = memory;
  const isFree = training && recomputesAsNeeded && recompute === undefined;
  function plainBytes(share: number, isSplit: boolean): number {
    const accumulates = pass.accumulates || (training && isSplit);
    return stepMemory(model, { ...pass, accumulates, batch: share, recompute: false }).total;
  }
  function planOnTfjs(maxBytes: number): SizedPlan {
    const planned = planStep(model, {
      ...step,
      batch: maxRows,
      replicas: replicas.count,
      heapBytes: maxBytes,
      recompute: isFree ? undefined : (recompute ?? false),
    });
    return { ...planned, bytes: planned.memory.total, maxBytes };
  }
  try {
    const planned =
      engine === "onnxruntime"
        ? planOnnxRows(model, { ...step, rows: maxRows, maxMemory })
        : heapBytes === undefined
          ? undefined
          : planOnTfjs(heapBytes);
    if (planned === undefined) return undefined;
    const { microBatch, bytes, maxBytes, fits, memory: parts } = planned;
    const share = Math.ceil(microBatch / replicas.count);
    // With { bytes }, only a step that takes more recomputes.
    const recomputes = parts.total < plainBytes(share, maxRows > microBatch);
    return {
      fits,
      memory: parts,
      plan: {
        rows,
        microBatch,
        passes: Math.ceil(rows / microBatch),
        recompute: recomputes && planned.recompute,
        bytes,
        maxBytes,
      },
    };
  } catch {
    return undefined; // the inputs do not fit the model, which the step reports
  }
}

/** The shapes of a batch's inputs. */
export function shapesOf({ inputs }: InputBatch): readonly (readonly number[])[] {
  return ("shape" in inputs ? [inputs] : inputs).map(({ shape }) => shape);
}

/** Whether batch normalisation uses batch statistics, so that micro-batches do not compute exactly what the batch would. */
export function usesBatchStatistics(model: LayersModel): boolean {
  return leavesOf(model).some(
    ({ layer, frozen }) => !frozen && layer.getClassName() === "BatchNormalization",
  );
}
