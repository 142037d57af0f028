import { totalmem } from "node:os";
import { planStep, type Recompute, type StepPlan, WASM_BYTES } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EngineChoice } from "@tensorloom/training";
import type { Options } from "../cli/options.ts";

/** How a step of every layer is computed so that it fits into memory. */
export interface MemoryPlan {
  /** Images per forward and backward pass; `"auto"`: `fit` plans them, and what is recomputed. */
  readonly microBatch: number | "auto";
  readonly recompute: Recompute | undefined;
  /** What the user should know of the plan; `undefined` if the batch is computed in one plain pass. */
  readonly advice: string | undefined;
}

type MemoryOptions = Pick<Options, "batch" | "accumulate" | "recompute" | "train" | "weights">;

/**
 * Plans the steps of a run that trains every layer: `--accumulate` and `--recompute` if set, else what memory requires.
 *
 * Only wasm needs a plan, because it addresses 4 GB; other backends use the machine's memory. With ONNX Runtime `fit`
 * plans by what is free.
 */
export function planMemory(
  model: LayersModel,
  options: MemoryOptions,
  replicas: number,
  backend: string,
  engine: EngineChoice["name"] = "tfjs",
): MemoryPlan {
  const { batch, accumulate = 1, recompute = false, train } = options;
  const rows = Math.ceil(batch / accumulate);
  if (train === "all" && engine === "onnxruntime") {
    const microBatch = options.accumulate === undefined ? "auto" : rows;
    return { microBatch, recompute: undefined, advice: undefined };
  }
  if (train !== "all" || backend !== "wasm") return { microBatch: rows, recompute, advice: undefined };
  const plan = planStep(model, {
    batch: rows,
    replicas,
    maxBytes: memoryLimit(replicas),
    ...(recompute ? { recompute } : {}),
  });
  const { microBatch } = plan;
  return { microBatch, recompute: plan.recompute, advice: describePlan(plan, options, replicas) };
}

/** Plans how many images a prediction computes together: as many as fit, at most `batch`. */
export function planPredictionBatch(
  model: LayersModel,
  batch: number,
  replicas: number,
  backend: string,
): number {
  if (backend !== "wasm") return batch;
  return planStep(model, { batch, replicas, maxBytes: memoryLimit(replicas), training: false }).microBatch;
}

/** Bytes per replica, if the machine has less memory than wasm addresses. */
function memoryLimit(replicas: number): number | undefined {
  const constrained = process.constrainedMemory();
  const machine = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const share = (0.8 * machine) / replicas;
  return share < WASM_BYTES ? 0.6 * share : undefined;
}

function describePlan(
  { microBatch, recompute, memory, fits }: StepPlan,
  { batch, weights }: MemoryOptions,
  replicas: number,
): string | undefined {
  const count = Math.ceil(batch / microBatch);
  const recomputes = recompute !== false;
  if (fits && count === 1 && !recomputes) return undefined;
  const passes = count === 1 ? "1 pass" : `${String(count)} passes of up to ${String(microBatch)}`;
  const megabytes = `${String(Math.ceil(memory.total / 2 ** 20))} MB${replicas > 1 ? " per thread" : ""}`;
  const normalization =
    weights.from === "none"
      ? "batch normalisation normalises each pass by itself"
      : "batch normalisation is frozen, so the gradients are those of the whole batch";
  return (
    `a step of ${String(batch)} images takes ${passes}${recomputes ? ", activations are recomputed" : ""}` +
    ` (about ${megabytes})${count === 1 ? "" : `; ${normalization}`}` +
    (fits ? "" : "; that is more than fits: use a smaller --size or --model")
  );
}
