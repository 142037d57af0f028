import { totalmem } from "node:os";
import { planStep, type Recompute, type StepPlan, WASM_BYTES } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Network } from "../model.ts";
import type { Options } from "../cli/options.ts";

/** How a run's batches are computed so that they fit into memory. */
export interface MemoryPlan {
  /** Images of one forward and backward pass of the whole network. */
  readonly microBatch: number;
  readonly recompute: Recompute;
  /** What there is to say of it; `undefined` if the batch is computed as it is. */
  readonly sentence: string | undefined;
}

type Asked = Pick<Options, "batch" | "accumulate" | "recompute" | "train" | "weights">;

/**
 * Plans the steps of a run that trains every layer: `--accumulate` and `--recompute` as given, the rest as memory allows.
 *
 * Only wasm is planned, which addresses 4 GB; other backends have the machine's memory.
 */
export function planMemory(
  { whole }: Pick<Network, "whole">,
  options: Asked,
  replicas: number,
  backend: string,
): MemoryPlan {
  const { batch, accumulate = 1, recompute, train } = options;
  const rows = Math.ceil(batch / accumulate);
  const asked = { microBatch: rows, recompute: recompute === true };
  if (train !== "all" || backend !== "wasm") return { ...asked, sentence: undefined };
  const plan = planStep(whole, {
    batch: rows,
    replicas,
    limit: machineLimit(replicas),
    ...(recompute === true ? { recompute } : {}),
  });
  return {
    microBatch: plan.microBatch,
    recompute: plan.recompute,
    sentence: sentenceOf(plan, options, replicas),
  };
}

/** Images that a prediction computes together: as many as fit, at most `batch`. */
export function predictionBatch(
  model: LayersModel,
  batch: number,
  replicas: number,
  backend: string,
): number {
  if (backend !== "wasm") return batch;
  return planStep(model, { batch, replicas, limit: machineLimit(replicas), training: false }).microBatch;
}

/** Each replica has a memory of its own; the machine may have less than wasm addresses. */
function machineLimit(replicas: number): number | undefined {
  const constrained = process.constrainedMemory();
  const machine = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  const share = (0.8 * machine) / replicas;
  return share < WASM_BYTES ? 0.6 * share : undefined;
}

function sentenceOf(
  { microBatch, recompute, memory, fits }: StepPlan,
  { batch, weights }: Asked,
  replicas: number,
): string | undefined {
  const passes = Math.ceil(batch / microBatch);
  const again = recompute !== false;
  if (fits && passes === 1 && !again) return undefined;
  const normalization =
    passes === 1
      ? ""
      : weights.from === "none"
        ? "; batch normalisation normalises each pass by itself"
        : "; batch normalisation is frozen, so the gradients are those of the whole batch";
  return (
    `a step of ${String(batch)} images takes ${String(passes)} ${passes === 1 ? "pass" : `passes of up to ${String(microBatch)}`}` +
    `${again ? ", activations are recomputed" : ""} (about ${String(Math.ceil(memory.total / 2 ** 20))} MB${replicas > 1 ? " per thread" : ""})${normalization}` +
    (fits ? "" : "; that is more than fits: take a smaller --size or --model")
  );
}
