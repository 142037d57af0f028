import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkRecompute } from "./checkRecompute.ts";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Recompute } from "./recomputePlan.ts";
import {
  fitsMemory,
  type StepMemory,
  stepMemory,
  STEP_OPTIONS,
  type StepMemoryOptions,
  WASM_BYTES,
} from "./stepMemory.ts";

/**
 * Which step to plan, and how much memory there is.
 *
 * @inline
 */
export interface StepPlanOptions extends Omit<StepMemoryOptions, "recompute"> {
  /** Bytes that a step may take; default wasm's 4 GB less the gaps that tensors of such sizes leave between them. */
  readonly limit?: number | undefined;
  /** Replicas that share the rows of a micro-batch, each with memory of its own; default 1. */
  readonly replicas?: number | undefined;
  /** As given to `fuse`, to keep it; default: recompute as little as makes the step fit. */
  readonly recompute?: Recompute | undefined;
}

const OPTIONS: OptionKinds<StepPlanOptions> = { ...STEP_OPTIONS, limit: "number", replicas: "number" };

/** How to compute a step so that it fits into memory. */
export interface StepPlan {
  /** Rows of one forward and backward pass, `batch` if the whole batch fits. */
  readonly microBatch: number;
  /** Passes per step: `ceil(batch / microBatch)`. */
  readonly passes: number;
  /** What the backward pass recomputes: the option of `fuse` and `fit`. */
  readonly recompute: Recompute;
  /** What one pass takes, on each replica. */
  readonly memory: StepMemory;
  /** False if even single rows with everything recomputed are too large. */
  readonly fits: boolean;
}

/**
 * Recompute as little as keeps a step within three fifths of wasm's memory, which leaves room for gaps.
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
 * Plans a training step that fits into memory: the largest micro-batches, and as little recomputation.
 *
 * Runs nothing. First the whole batch is tried as it is, then with recomputation (gradient checkpointing), then in
 * micro-batches of about equal size whose gradients are accumulated. Accumulated gradients are those of the whole batch,
 * except that batch normalisation in training mode normalises each micro-batch by its own statistics.
 *
 * @throws RangeError if `batch`, `replicas` or `limit` is out of range, or a side of an input is open and not given.
 * @see Chen, Xu, Zhang, Guestrin 2016, arXiv:1604.06174
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { planStep } from "@tensorloom/graph";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.conv2d({ inputShape: [512, 512, 3], filters: 4, kernelSize: 1, useBias: false })] });
 * const { microBatch, passes } = planStep(model, { batch: 8, limit: 60 * 2 ** 20 });
 * microBatch; // => 4
 * passes; // => 2
 * ```
 */
export function planStep(model: LayersModel, options: StepPlanOptions): StepPlan {
  const { limit, replicas = 1, recompute, ...step } = checkOptions("planStep", options, OPTIONS);
  checkRecompute("planStep", recompute);
  const batch = integer("planStep: batch", step.batch, 1);
  integer("planStep: replicas", replicas, 1);
  if (limit !== undefined && !(limit > 0))
    throw new RangeError(`planStep: limit must be bytes above 0, got ${String(limit)}`);
  const asked: readonly Recompute[] =
    recompute === undefined
      ? [false, limit === undefined ? RECOMPUTE_AS_NEEDED : { bytes: limit }]
      : [recompute];
  const planOf = (rows: number): StepPlan => {
    const passes = Math.ceil(batch / rows);
    const microBatch = Math.ceil(batch / passes); // about equal parts: 8 rows in passes of up to 5 are 4 and 4
    const share = Math.ceil(microBatch / replicas);
    const plans = asked.map((recompute): StepPlan => {
      const memory = stepMemory(model, { ...step, batch: share, recompute });
      return { microBatch, passes, recompute, memory, fits: fitsMemory(memory, limit) };
    });
    return plans.find(({ fits }) => fits) ?? plans[plans.length - 1];
  };
  const whole = planOf(batch);
  return whole.fits
    ? whole
    : planOf(
        Math.max(
          1,
          mostRows(batch, (rows) => planOf(rows).fits),
        ),
      );
}

/** The largest number of rows below `tooMany` that fits; 0 if none does. */
export function mostRows(tooMany: number, fits: (rows: number) => boolean): number {
  let [low, high] = [0, tooMany];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
