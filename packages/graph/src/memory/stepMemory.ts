import type { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { checkRecompute } from "./checkRecompute.ts";
import { estimateCosts } from "./estimateCosts.ts";
import { fixedBytes, OPTIMIZER_SLOTS } from "./fixedBytes.ts";
import { memoryPeak } from "./memoryPeak.ts";
import { recomputePlan, type Recompute } from "./recomputePlan.ts";
import { withSegments } from "./segments.ts";

/**
 * Options of {@link stepMemory}.
 *
 * @inline
 */
export interface StepMemoryOptions {
  /** Rows of the batch. */
  readonly batch: number;
  /** Shapes of the inputs without the batch; default the model's own. Needed if the model leaves sides open. */
  readonly inputShapes?: readonly (readonly number[])[] | undefined;
  /** Which activations are recomputed, as for `fuse`; default `false`. */
  readonly recompute?: Recompute | undefined;
  /** Numbers that the optimizer keeps for each weight: 2 for Adam (the default), 1 for momentum, 0 for plain SGD. */
  readonly optimizerSlots?: number | undefined;
  /** Whether the gradients of earlier passes are held, as gradient accumulation does. Default false. */
  readonly accumulates?: boolean | undefined;
  /** False for a prediction: a forward pass alone, without gradients and optimizer. Default true. */
  readonly training?: boolean | undefined;
}

/** The kinds of these options. */
export const STEP_OPTIONS: OptionKinds<StepMemoryOptions> = {
  batch: "number",
  inputShapes: "any",
  recompute: "any",
  optimizerSlots: "number",
  accumulates: "boolean",
  training: "boolean",
};

/**
 * The peak memory of a train step, by content.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { type StepMemory, stepMemory } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [10], units: 1, useBias: false })] });
 * const memory: StepMemory = stepMemory(model, { batch: 4 });
 * [memory.weights, memory.optimizer, memory.inputs]; // => [40, 80, 160]
 * ```
 */
export interface StepMemory {
  readonly weights: number;
  readonly optimizer: number;
  /** The batch itself. */
  readonly inputs: number;
  /** Gradients of weights, with those of earlier passes. */
  readonly gradients: number;
  /** Stored by the forward pass for the backward pass. */
  readonly activations: number;
  /** Everything else: outputs before their last reader, gradients of activations, scratch memory. */
  readonly transient: number;
  readonly total: number;
  /** The largest tensor, which is part of the above. */
  readonly largest: number;
}

/**
 * Estimates the peak memory of a fused model's train step. It does not run the step.
 *
 * Simulates the forward and the backward pass as `fuse` runs them on wasm. On other backends, and for layers without a
 * fused operation, the estimate is a lower bound.
 *
 * @throws RangeError if a side of an input is open and `inputShapes` does not say it.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { stepMemory } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const conv = layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 1, useBias: false });
 * const { weights, inputs } = stepMemory(sequential({ layers: [conv] }), { batch: 2 });
 * weights; // => 48
 * inputs; // => 1536
 * ```
 */
export function stepMemory(model: LayersModel, options: StepMemoryOptions): StepMemory {
  const { training = true } = checkOptions("stepMemory", options, STEP_OPTIONS);
  const { recompute = false, accumulates = false } = options;
  const { optimizerSlots = training ? OPTIMIZER_SLOTS : 0 } = options;
  checkRecompute("stepMemory", recompute);
  const batch = integer("stepMemory: batch", options.batch, 1);
  integer("stepMemory: optimizerSlots", optimizerSlots, 0);
  const shapes = model.inputs.map(({ shape, name }, at) => {
    const sides = options.inputShapes?.at(at) ?? shape.slice(1);
    return [batch, ...sides.map((side) => side ?? refuseOpenSide(name))];
  });
  const costs = estimateCosts(model, fusionPlan(model), shapes);
  const segments = training ? recomputePlan(costs, recompute, fixedBytes(costs, OPTIMIZER_SLOTS)) : [];
  const { gradients, activations, transient } = memoryPeak(withSegments(costs, segments), training);
  const inputs = costs.inputs.reduce((sum, input) => sum + costs.tensors[input], 0);
  const parts = {
    weights: costs.weights.all,
    optimizer: optimizerSlots * costs.weights.trained,
    inputs,
    gradients: gradients + (training && accumulates ? costs.weights.trained : 0),
    activations,
    transient,
  };
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  return { ...parts, total, largest: costs.tensors.reduce((most, bytes) => Math.max(most, bytes), 0) };
}

function refuseOpenSide(name: string): never {
  throw new RangeError(`stepMemory: a side of input ${name} is open; pass inputShapes`);
}
