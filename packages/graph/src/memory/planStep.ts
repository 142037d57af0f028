import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkRecompute } from "./checkRecompute.ts";
import { fitsHeap, fitsMemory, maxRows } from "./fitsMemory.ts";
import { recomputeAsNeeded } from "./recomputeAsNeeded.ts";
import type { Recompute } from "./recomputePlan.ts";
import { STEP_OPTIONS, type StepMemory, stepMemory, type StepMemoryOptions } from "./stepMemory.ts";

/**
 * Options of {@link planStep}.
 *
 * @inline
 */
export interface StepPlanOptions extends Omit<StepMemoryOptions, "recompute"> {
  /** Bytes that a step's tensors may take. Default: what fits into `heapBytes`. */
  readonly maxBytes?: number | undefined;
  /** Bytes to which wasm's memory may grow, with the gaps that large tensors leave between them; default 4 GB, its limit. */
  readonly heapBytes?: number | undefined;
  /** Whether the batch may be split into micro-batches. Default true. */
  readonly split?: boolean | undefined;
  /** Replicas that share the rows of a micro-batch, each with memory of its own; default 1. */
  readonly replicas?: number | undefined;
  /** Fixes what is recomputed, as for `fuse`. Default: as little as makes the step fit. */
  readonly recompute?: Recompute | undefined;
}

const OPTIONS: OptionKinds<StepPlanOptions> = {
  ...STEP_OPTIONS,
  maxBytes: "number",
  heapBytes: "number",
  split: "boolean",
  replicas: "number",
};

/**
 * How to compute a train step so that it fits into memory.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fuse, planStep, type StepPlan } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [10], units: 1 })] });
 * const plan: StepPlan = planStep(model, { batch: 64 });
 * fuse(model, { recompute: plan.recompute });
 * plan.passes; // => 1
 * ```
 */
export interface StepPlan {
  /** Rows of one forward and backward pass, `batch` if the whole batch fits. */
  readonly microBatch: number;
  /** Passes per step: `ceil(batch / microBatch)`. */
  readonly passes: number;
  /** What the backward pass recomputes: the option of `fuse` and `fit`. */
  readonly recompute: Recompute;
  /** The memory of one pass, on each replica. */
  readonly memory: StepMemory;
  /** False if even single rows with everything recomputed are too large. */
  readonly fits: boolean;
}

/**
 * Plans a train step that fits into memory. Micro-batches are as large, and recomputation is as little, as possible.
 *
 * Runs nothing. First it tries the whole batch as it is, then with recomputation (gradient checkpointing), then in
 * micro-batches of about equal size whose gradients are accumulated. Accumulated gradients are those of the whole batch,
 * except that batch normalisation in training mode normalises each micro-batch by its own statistics.
 *
 * @throws RangeError if `batch`, `replicas` or `maxBytes` is out of range, or a side of an input is open and
 * `inputShapes` does not say it.
 * @see Chen, Xu, Zhang, Guestrin 2016, arXiv:1604.06174
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { planStep } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const conv = layers.conv2d({ inputShape: [512, 512, 3], filters: 4, kernelSize: 1, useBias: false });
 * const { microBatch, passes } = planStep(sequential({ layers: [conv] }), { batch: 8, maxBytes: 60 * 2 ** 20 });
 * microBatch; // => 4
 * passes; // => 2
 * ```
 */
export function planStep(model: LayersModel, options: StepPlanOptions): StepPlan {
  const checked = checkOptions("planStep", options, OPTIONS);
  const { maxBytes, heapBytes, split = true, replicas = 1, recompute, ...step } = checked;
  checkRecompute("planStep", recompute);
  const batch = integer("planStep: batch", step.batch, 1);
  integer("planStep: replicas", replicas, 1);
  if (maxBytes !== undefined && heapBytes !== undefined)
    throw new RangeError("planStep: maxBytes and heapBytes exclude each other");
  for (const [name, bytes] of Object.entries({ maxBytes, heapBytes }))
    if (bytes !== undefined && !(bytes > 0))
      throw new RangeError(`planStep: ${name} must be above 0, got ${String(bytes)}`);
  const fits = (memory: StepMemory): boolean =>
    heapBytes === undefined ? fitsMemory(memory, maxBytes) : fitsHeap(memory, heapBytes);
  const planOf = (rows: number): StepPlan => {
    const passes = Math.ceil(batch / rows);
    const microBatch = Math.ceil(batch / passes); // about equal parts: 8 rows in passes of up to 5 are 4 and 4
    const share = Math.ceil(microBatch / replicas);
    const accumulates = step.accumulates === true || passes > 1;
    const planWith = (recompute: Recompute): StepPlan => {
      const memory = stepMemory(model, { ...step, batch: share, accumulates, recompute });
      return { microBatch, passes, recompute, memory, fits: fits(memory) };
    };
    if (recompute !== undefined) return planWith(recompute);
    const plain = planWith(false);
    if (plain.fits || step.training === false) return plain;
    const { largest } = plain.memory;
    return planWith(
      recomputeAsNeeded(model, {
        optimizerSlots: step.optimizerSlots,
        maxBytes,
        heapBytes,
        largest,
        accumulates,
      }),
    );
  };
  const whole = planOf(batch);
  if (whole.fits || !split) return whole;
  let plan = planOf(guessRows(model, { ...step, recompute: recompute ?? true }, replicas, fits));
  while (!plan.fits && plan.microBatch > 1) plan = planOf(plan.microBatch - 1);
  return plan;
}

/**
 * Guesses how many rows fit: each takes as much as one, and the weights and their gradients as much as once.
 *
 * That is a little too many, never too few, and takes one plan of the segments instead of one for each step of a search.
 */
function guessRows(
  model: LayersModel,
  step: StepMemoryOptions,
  replicas: number,
  fits: (memory: StepMemory) => boolean,
): number {
  const accumulates = step.training !== false;
  const one = stepMemory(model, { ...step, batch: 1, accumulates });
  const { inputs, activations, transient, largest, total } = one;
  const perRow = inputs + activations + transient;
  const share = maxRows(Math.ceil(step.batch / replicas) + 1, (rows) =>
    fits({ ...one, total: total + (OPTIMISM * rows - 1) * perRow, largest: rows * largest }),
  );
  return Math.min(step.batch, Math.max(1, share * replicas));
}

/** A plan of segments may take a hundredth more than another one with fewer multiplications. */
const OPTIMISM = 0.98;
