import type { StepPlan } from "@tensorloom/graph";
import { OnnxRuntimeError } from "@tensorloom/onnx/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { InputBatch } from "../batch/batch.ts";
import { countRows } from "../batch/rows.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { planOnnxRows } from "../engine/machineMemory.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import { describePlan, planMicroBatches } from "./planMicroBatches.ts";

/** The most rows of a micro-batch, for each shape of a batch and each engine. */
export interface MicroBatchLimits {
  find(batch: InputBatch, rows: number, engine: EngineChoice["name"]): number;
  /** Halves the limit if ONNX Runtime ran out of memory, and `"auto"` is to choose it; returns whether it did. */
  lower(batch: InputBatch, error: unknown, engine: EngineChoice["name"]): boolean;
  /** Returns the limits so far, by engine and shape. */
  state(): Readonly<Record<string, number>>;
}

/**
 * Plans micro-batches by wasm's memory for tfjs, and by that of the machine for ONNX Runtime.
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
  const described = new Set<string>();

  function plan(batch: InputBatch, rows: number, engine: EngineChoice["name"]): StepPlan | undefined {
    if (engine === "tfjs") return planMicroBatches(model, options, batch);
    return planOnnxRows(model, { rows, inputShapes: shapesOf(batch).map((shape) => shape.slice(1)) });
  }
  return {
    find(batch, rows, engine) {
      if (microBatch !== "auto") return microBatch ?? rows;
      const key = keyOf(batch, engine);
      const known = limits.get(key);
      if (known !== undefined) return known;
      const planned = plan(batch, rows, engine);
      const limit = planned?.microBatch ?? rows;
      const isSplit = planned?.fits === true && (planned.passes > 1 || planned.recompute !== false);
      if (isSplit && !described.has(engine))
        onWarning(`fit: ${describePlan(model, rows, planned, MEMORY[engine])}`);
      described.add(engine);
      limits.set(key, limit);
      return limit;
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

/** Whose memory limits a step. */
const MEMORY = { tfjs: "wasm's memory", onnxruntime: "the free memory" } as const;

function keyOf(batch: InputBatch, engine: EngineChoice["name"]): string {
  return JSON.stringify([engine, shapesOf(batch)]);
}

function shapesOf({ inputs }: InputBatch): readonly (readonly number[])[] {
  return ("shape" in inputs ? [inputs] : inputs).map(({ shape }) => shape);
}
