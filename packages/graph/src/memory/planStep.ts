import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkRecompute } from "./checkRecompute.ts";
import { fitsMemory, maxRows, WASM_BYTES } from "./fitsMemory.ts";
import type { Recompute } from "./recomputePlan.ts";
import { STEP_OPTIONS, type StepMemory, stepMemory, type StepMemoryOptions } from "./stepMemory.ts";

/**
 * Options of {@link planStep}.
 *
 * @inline
 */
export interface StepPlanOptions extends Omit<StepMemoryOptions, "recompute"> {
  /** Bytes that a step may take; default wasm's 4 GB less the gaps that large tensors leave between them. */
  readonly maxBytes?: number | undefined;
  /** Replicas that share the rows of a micro-batch, each with memory of its own; default 1. */
  readonly replicas?: number | undefined;
  /** Fixes what is recomputed, as for `fuse`. Default: as little as makes the step fit. */
  readonly recompute?: Recompute | undefined;
}

const OPTIONS: OptionKinds<StepPlanOptions> = { ...STEP_OPTIONS, maxBytes: "number", replicas: "number" };

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
 * Recomputes as little as keeps a step within three fifths of wasm's memory, which leaves room for gaps.
 *
 * @example
 * ```ts
 * import { RECOMPUTE_AS_NEEDED } from "@tensorloom/graph/internal";
 *
 * RECOMPUTE_AS_NEEDED.bytes < 4 * 2 ** 30; // => true
 * ```
 */
export const RECOMPUTE_AS_NEEDED: { readonly bytes: number } = { bytes: 0.6 * WASM_BYTES };

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
  const { maxBytes, replicas = 1, recompute, ...step } = checkOptions("planStep", options, OPTIONS);
  checkRecompute("planStep", recompute);
  const batch = integer("planStep: batch", step.batch, 1);
  integer("planStep: replicas", replicas, 1);
  if (maxBytes !== undefined && !(maxBytes > 0))
    throw new RangeError(`planStep: maxBytes must be above 0, got ${String(maxBytes)}`);
  const choices: readonly Recompute[] =
    recompute === undefined
      ? [false, maxBytes === undefined ? RECOMPUTE_AS_NEEDED : { bytes: maxBytes }]
      : [recompute];
  const planOf = (rows: number): StepPlan => {
    const passes = Math.ceil(batch / rows);
    const microBatch = Math.ceil(batch / passes); // about equal parts: 8 rows in passes of up to 5 are 4 and 4
    const share = Math.ceil(microBatch / replicas);
    const plans = choices.map((recompute): StepPlan => {
      const memory = stepMemory(model, { ...step, batch: share, recompute });
      return { microBatch, passes, recompute, memory, fits: fitsMemory(memory, maxBytes) };
    });
    return plans.find(({ fits }) => fits) ?? plans[plans.length - 1];
  };
  const whole = planOf(batch);
  if (whole.fits) return whole;
  const rows = maxRows(batch, (rows) => planOf(rows).fits);
  return planOf(Math.max(1, rows));
}
