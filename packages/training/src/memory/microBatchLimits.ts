import { OnnxRuntimeError } from "@tensorloom/onnx/internal/net";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import { countRows } from "../batch/rows.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { MemoryPlan } from "../engine/memoryPlan.ts";
import { fuseModel } from "../model/fuseModel.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { planPasses, shapesOf } from "./planPasses.ts";
import { reportPlan } from "./reportPlan.ts";

/** The most rows of a micro-batch, for each shape of a batch and each engine. */
export interface MicroBatchLimits {
  /** The plan of the first train step on the engine that computes; undefined before, or if no limit is known. */
  readonly plan: MemoryPlan | undefined;
  /** @param training - False for a prediction, which stores nothing for a backward pass. */
  find(batch: InputBatch, rows: number, engine: EngineChoice["name"], training?: boolean): number;
  /** Halves the limit if ONNX Runtime ran out of memory, and `"auto"` is to choose it; returns whether it did. */
  lower(batch: InputBatch, error: unknown, engine: EngineChoice["name"]): boolean;
  /** Returns the limits so far, by engine and shape. */
  state(): Readonly<Record<string, number>>;
}

/**
 * Plans micro-batches by `maxMemory`: of wasm's memory or the machine's for tfjs, and of the free memory for ONNX Runtime.
 *
 * @param saved - The limits of an earlier process, which stay: other micro-batches would compute other numbers.
 */
export function microBatchLimits(
  model: LayersModel,
  options: ResolvedFitOptions,
  saved: Readonly<Record<string, number>> = {},
): MicroBatchLimits {
  const { microBatch, onWarning } = options;
  const limits = new Map(Object.entries(saved));
  const planned = new Set<string>();
  const plans = new Map<string, MemoryPlan>();
  let current: string | undefined;

  function plan(batch: InputBatch, rows: number, engine: EngineChoice["name"], training: boolean): void {
    const key = keyOf(batch, engine, training);
    if (planned.has(key)) return;
    planned.add(key);
    const limit = microBatch === "auto" ? limits.get(key) : microBatch;
    // Tensors of other sizes than those of the train step would leave gaps between them.
    const trained = training ? undefined : plans.get(engine);
    const most = trained !== undefined && trained.passes > 1 ? trained.microBatch : rows;
    const maxRows = Math.min(rows, limit ?? most);
    const inputShapes = shapesOf(batch).map((shape) => shape.slice(1));
    const request = { rows, maxRows, split: limit === undefined, inputShapes, training, engine };
    const found = planPasses(model, options, request);
    if (limit === undefined) limits.set(key, found?.plan.microBatch ?? rows);
    if (found === undefined || !training) return;
    if (engine === "tfjs" && options.recomputesAsNeeded && found.plan.recompute !== false)
      fuseModel(model, found.plan.recompute);
    current = engine;
    if (plans.has(engine)) return;
    plans.set(engine, found.plan);
    reportPlan(model, options, found, engine);
  }

  return {
    get plan() {
      return current === undefined ? undefined : plans.get(current);
    },
    find(batch, rows, engine, training = true) {
      plan(batch, rows, engine, training);
      return microBatch === "auto" ? (limits.get(keyOf(batch, engine, training)) ?? rows) : microBatch;
    },
    lower(batch, error, engine) {
      const rows = countRows(batch);
      if (microBatch !== "auto" || rows === undefined) return false;
      if (!(error instanceof OnnxRuntimeError) || error.failure !== "memory") return false;
      const key = keyOf(batch, engine);
      const limit = limits.get(key) ?? rows;
      if (limit <= 1) return false;
      const half = Math.ceil(limit / 2);
      limits.set(key, half);
      onWarning(
        `fit: ONNX Runtime ran out of memory with ${String(limit)} rows; the step is repeated in micro-batches of up to ${String(half)}`,
      );
      return true;
    },
    state: () => Object.fromEntries(limits),
  };
}

function keyOf(batch: InputBatch, engine: EngineChoice["name"], training = true): string {
  return JSON.stringify([engine, shapesOf(batch), ...(training ? [] : ["predict"])]);
}
