import { tidy } from "@tensorflow/tfjs-core";
import { LayersModel } from "@tensorflow/tfjs-layers";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { finalCallOf } from "../layers/finalActivation.ts";
import { frozenLayersOf } from "../layers/layerTree.ts";
import { checkRecompute } from "../memory/checkRecompute.ts";
import type { Recompute } from "../memory/recomputePlan.ts";
import { PlannedPredictions } from "../planned/plannedPredictions.ts";
import { PlannedSteps } from "../planned/plannedSteps.ts";
import { endAtLogits } from "../execute/endAtLogits.ts";
import { executeOps } from "../execute/executeOps.ts";
import { schedule } from "../execute/schedule.ts";

/**
 * Options of {@link fuse}.
 *
 * @inline
 */
export interface FuseOptions {
  /**
   * Activations to recompute in the backward pass (gradient checkpointing); default `false`. Losses, gradients and
   * moving statistics are the same.
   */
  readonly recompute?: Recompute | undefined;
}

const OPTIONS: OptionKinds<FuseOptions> = { recompute: "any" };

/** The settings of each fused model; a second call of `fuse` may change them. */
const fusedModels = new WeakMap<LayersModel, { recompute: Recompute }>();

/**
 * Makes a model run as fused operations (operator fusion). Models inside it are fused too.
 *
 * The model stays what it is: the same stock layers under the same names, so it saves and loads as before, in tfjs and in
 * Keras. Only `model.apply` runs them in another way:
 *
 * - Batch normalisation with the activation after it is one operation, and so is squeeze-and-excite from pooling to
 *   multiplication. Their gradients are closed formulas that save only what they need.
 * - A convolution takes the zero padding before it; for a prediction also its bias and activation.
 * - Each tensor is released after its last reader, in the backward pass too.
 * - Frozen batch normalisation uses and keeps its moving statistics; `scale: false` and `center: false` train,
 *   although tfjs throws.
 *
 * Everything that calls `model.apply` gains, such as `fit` and `predict` of `@tensorloom/training`. tfjs's own
 * `model.fit` and `model.predict` call the layers one by one, as before.
 *
 * With `recompute` a train step takes less memory and more time: segments of the network store only their inputs and run
 * a second time in the backward pass. They are planned once for each size of input.
 *
 * @param model - A model whose layers have one output each. Masks are not supported.
 * @returns The same model.
 * @throws Error if a layer has several outputs, or masks (Embedding with maskZero, Masking).
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { useBackend } from "@tensorloom/backend";
 * import { fuse } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const stages = [layers.batchNormalization({ inputShape: [2, 2, 3] }), layers.activation({ activation: "swish" })];
 * const model = fuse(sequential({ layers: stages }), { recompute: true });
 * model.apply(zeros([1, 2, 2, 3]), { training: true }).shape; // => [1, 2, 2, 3]
 * ```
 */
export function fuse<M extends LayersModel>(model: M, options: FuseOptions = {}): M {
  const { recompute } = checkOptions("fuse", options, OPTIONS);
  checkRecompute("fuse", recompute);
  for (const layer of model.layers) if (layer instanceof LayersModel) fuse(layer, { recompute });
  const known = fusedModels.get(model);
  const settings = known ?? { recompute: false };
  if (recompute !== undefined) settings.recompute = recompute;
  if (known !== undefined) return model;
  const scheduleFor = cachedSchedules(model, settings); // throws if the model cannot be fused
  fusedModels.set(model, settings);
  const predictions = new PlannedPredictions(model);
  const steps = new PlannedSteps(model);
  const dispose = model.dispose.bind(model);
  model.dispose = () => {
    predictions.release();
    steps.release();
    return dispose();
  };
  model.call = (inputs, options) => {
    const tensors = Array.isArray(inputs) ? inputs : [inputs];
    const values = new Map(model.inputs.map((input, at) => [input, tensors[at]]));
    const planned = scheduleFor(tensors.map(({ shape }) => shape));
    const ops = options["toLogits"] === true ? endAtLogits(planned, finalCallOf(model)?.outputs[0]) : planned;
    // The outermost model passes it on: only it sees the flags of all layers.
    const frozen: unknown = options["frozenLayers"] ?? frozenLayersOf(model);
    const call = { ...options, frozenLayers: frozen };
    if (options["training"] !== true) {
      steps.makeRoom();
      return tidy(() => [...predictions.run({ planned, ops, inputs: values, options: call })]);
    }
    predictions.release(); // the step changes the weights, and needs the memory
    return tidy(() => [
      ...executeOps(steps.schedule(planned, ops, options["toLogits"] === true), values, model.outputs, call),
    ]);
  };
  return model;
}

/**
 * The `recompute` option of a fused model; undefined if it is `false` or the model is not fused.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fuse } from "@tensorloom/graph";
 * import { recomputeOf } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [2], units: 1 })] });
 * recomputeOf(model); // => undefined
 * recomputeOf(fuse(model, { recompute: { every: 4 } })); // => { every: 4 }
 * ```
 */
export function recomputeOf(model: LayersModel): Recompute | undefined {
  const { recompute = false } = fusedModels.get(model) ?? {};
  return recompute === false ? undefined : recompute;
}

/**
 * Whether a model runs as fused operations.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fuse, isFused } from "@tensorloom/graph";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ inputShape: [2], units: 1 })] });
 * [isFused(model), isFused(fuse(model))]; // => [false, true]
 * ```
 */
export function isFused(model: LayersModel): boolean {
  return fusedModels.has(model);
}

/** The schedule for inputs of a size: planned once for each, and again for a sequential model that has grown. */
function cachedSchedules(
  model: LayersModel,
  settings: { readonly recompute: Recompute },
): (shapes: readonly (readonly number[])[]) => readonly (FusedOp | Segment)[] {
  let planned = { end: model.outputs[0], recompute: settings.recompute, plan: fusionPlan(model) };
  const bySize = new Map<string, readonly (FusedOp | Segment)[]>();
  return (shapes) => {
    const [end] = model.outputs;
    const { recompute } = settings;
    if (planned.end !== end || planned.recompute !== recompute) {
      planned = { end, recompute, plan: fusionPlan(model) };
      bySize.clear();
    }
    if (recompute === false) return planned.plan;
    const key = JSON.stringify(shapes);
    const ops = bySize.get(key) ?? schedule(model, recompute, shapes);
    bySize.set(key, ops);
    return ops;
  };
}
