import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fixedBytes, OPTIMIZER_SLOTS } from "../execute/schedule.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { memoryPeak } from "./memoryPeak.ts";
import { checkRecompute } from "./checkRecompute.ts";
import { recomputePlan, type Recompute, withSegments } from "./recomputePlan.ts";
import { estimateCosts } from "./estimateCosts.ts";

/**
 * What wasm can address.
 *
 * @example
 * ```ts
 * import { WASM_BYTES } from "@tensorloom/graph";
 *
 * WASM_BYTES / 2 ** 30; // => 4
 * ```
 */
export const WASM_BYTES: number = 4 * 2 ** 30;

/** What a step may take of wasm's memory at most: the rest goes to gaps between tensors. */
export const USABLE_BYTES: number = 0.8 * WASM_BYTES;

/**
 * Gaps between tensors, in sizes of the largest one. EfficientNet-B6 at 1024x1024 with 3 rows held 2878 MB when 576 MB no
 * longer fitted into 4096 MB: 2 sizes were lost, as with B0 at 512x512 and 16 rows (`npm run bench -- stepMemory`).
 */
const GAPS = 2.5;

/** Whether a step fits: into `limit` if that is given, else into wasm's memory with the gaps that large tensors leave. */
export function fitsMemory({ total, largest }: StepMemory, limit: number | undefined): boolean {
  return total <= (limit ?? Math.min(USABLE_BYTES, WASM_BYTES - GAPS * largest));
}

/**
 * Of which training step.
 *
 * @inline
 */
export interface StepMemoryOptions {
  /** Images in a batch. */
  readonly batch: number;
  /** Shapes of the inputs without the batch, where the model leaves sides open; default the model's own. */
  readonly inputShapes?: readonly (readonly number[])[];
  /** As given to `fuse`; default `false`. */
  readonly recompute?: Recompute;
  /** Numbers that the optimizer keeps for each weight: 2 for Adam (the default), 1 for momentum, 0 for plain SGD. */
  readonly optimizerSlots?: number;
  /** False for a prediction: a forward pass alone, without gradients and optimizer; default true. */
  readonly training?: boolean;
}

/** The kinds of these options. */
export const STEP_OPTIONS: OptionKinds<StepMemoryOptions> = {
  batch: "number",
  inputShapes: "any",
  recompute: "any",
  optimizerSlots: "number",
  training: "boolean",
};

/** The bytes of a training step at its highest point, by what they are for. */
export interface StepMemory {
  readonly weights: number;
  readonly optimizer: number;
  /** The batch itself. */
  readonly inputs: number;
  /** Gradients of weights. */
  readonly gradients: number;
  /** Kept from the way forward for the way back. */
  readonly activations: number;
  /** What comes and goes. */
  readonly transient: number;
  readonly total: number;
  /** The largest tensor, which is a part of the above. */
  readonly largest: number;
}

/**
 * What a training step of a lean model takes of memory at its highest point, without running it.
 *
 * The plan of the model is gone through forward and back, as `fuse` runs it on wasm. On other engines, and for layers
 * that have no lean operation, it is a lower bound.
 *
 * @throws RangeError where an input's side is open and not given.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { stepMemory } from "@tensorloom/graph";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.conv2d({ inputShape: [8, 8, 3], filters: 4, kernelSize: 1, useBias: false })] });
 * const { weights, inputs } = stepMemory(model, { batch: 2 });
 * weights; // => 48
 * inputs; // => 1536
 * ```
 */
export function stepMemory(model: LayersModel, options: StepMemoryOptions): StepMemory {
  const { training = true } = checkOptions("stepMemory", options, STEP_OPTIONS);
  const { recompute = false, optimizerSlots = training ? OPTIMIZER_SLOTS : 0 } = options;
  checkRecompute("stepMemory", recompute);
  const batch = integer("stepMemory: batch", options.batch, 1);
  integer("stepMemory: optimizerSlots", optimizerSlots, 0);
  const shapes = model.inputs.map(({ shape, name }, at) => {
    const sides = options.inputShapes?.at(at) ?? shape.slice(1);
    return [batch, ...sides.map((side) => side ?? open(name))];
  });
  const network = estimateCosts(model, fusionPlan(model), shapes);
  const stretches = training ? recomputePlan(network, recompute, fixedBytes(network, OPTIMIZER_SLOTS)) : [];
  const { gradients, activations, transient } = memoryPeak(withSegments(network, stretches), training);
  const inputs = network.inputs.reduce((sum, input) => sum + network.tensors[input], 0);
  const parts = {
    weights: network.weights.all,
    optimizer: optimizerSlots * network.weights.trained,
    inputs,
    gradients,
    activations,
    transient,
  };
  const total = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
  return { ...parts, total, largest: network.tensors.reduce((most, bytes) => Math.max(most, bytes), 0) };
}

function open(name: string): never {
  throw new RangeError(`stepMemory: a side of input ${name} is open; give inputShapes`);
}
