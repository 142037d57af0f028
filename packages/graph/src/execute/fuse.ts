import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { tidy } from "@tensorflow/tfjs-core";
import { LayersModel } from "@tensorflow/tfjs-layers";
import { checkRecompute } from "../memory/checkRecompute.ts";
import { finalApplicationOf } from "../layers/finalActivation.ts";
import { frozenLayersOf } from "../layers/layerTree.ts";
import { fusionPlan } from "../fusion/fusionPlan.ts";
import { schedule } from "./schedule.ts";
import type { FusedOp, Segment } from "../fusion/fusedOp.ts";
import type { Recompute } from "../memory/recomputePlan.ts";
import { executeOps } from "./executeOps.ts";
import { endAtLogits } from "./endAtLogits.ts";

/**
 * How to run a model.
 *
 * @inline
 */
export interface FuseOptions {
  /**
   * What of a training step is computed again on the way back, in the place of being kept; default `false`. Losses,
   * gradients and moving statistics are the same.
   */
  readonly recompute?: Recompute;
}

const OPTIONS: OptionKinds<FuseOptions> = { recompute: "any" };

/** How each lean model is to run; a second call may change it. */
const made = new WeakMap<LayersModel, { recompute: Recompute }>();

/**
 * Makes a model, and the models inside it, train and predict with less memory and time, on every backend.
 *
 * The layers stay what they are, stock classes under their own names, so the model saves and loads as before, in tfjs and in
 * Keras. What changes is how `model.apply` runs them: batch normalisation with the activation behind it, and
 * squeeze-and-excite from pooling to multiplication, are one operation each, with a closed gradient that keeps what it
 * needs and no more; convolutions take the zero padding before them along; a tensor is let go after its last reader,
 * on the way back too. Frozen batch normalisation uses and keeps its moving statistics; `scale: false` and
 * `center: false` train, where tfjs throws.
 *
 * Everything that calls the model as a function (`model.apply`, `fit` and `predict` of `@tensorloom/training`) gains;
 * tfjs's own `model.fit` and `model.predict` call the layers one by one and go on as before.
 *
 * With `recompute` a training step takes less memory and more time: stretches of the network keep their input alone, and run
 * a second time on the way back. They are planned anew for each size of input.
 *
 * @param model - A model whose layers have one output each; masks are not passed on.
 * @returns The same model.
 * @throws Error where a layer has several outputs, or the model masks (Embedding with maskZero, Masking).
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { fuse } from "@tensorloom/graph";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const stages = [layers.batchNormalization({ inputShape: [2, 2, 3] }), layers.activation({ activation: "swish" })];
 * const model = fuse(sequential({ layers: stages }));
 * model.apply(zeros([1, 2, 2, 3]), { training: true }).shape; // => [1, 2, 2, 3]
 * ```
 */
export function fuse<M extends LayersModel>(model: M, options: FuseOptions = {}): M {
  const { recompute } = checkOptions("fuse", options, OPTIONS);
  checkRecompute("fuse", recompute);
  for (const layer of model.layers)
    if (layer instanceof LayersModel) fuse(layer, recompute === undefined ? {} : { recompute });
  const known = made.get(model);
  const settings = known ?? { recompute: false };
  if (recompute !== undefined) settings.recompute = recompute;
  if (known !== undefined) return model;
  const scheduleOf = schedules(model, settings); // refuses what cannot be made lean
  made.set(model, settings);
  model.call = (inputs, options) => {
    const given = Array.isArray(inputs) ? inputs : [inputs];
    const values = new Map(model.inputs.map((input, at) => [input, given[at]]));
    const planned = scheduleOf(given.map(({ shape }) => shape));
    const steps =
      options["toLogits"] === true ? endAtLogits(planned, finalApplicationOf(model)?.outputs[0]) : planned;
    // Of the outermost model, which knows the flags of all.
    const frozen: unknown = options["frozenLayers"] ?? frozenLayersOf(model);
    const call = { ...options, frozenLayers: frozen };
    return tidy(() => [...executeOps(steps, values, model.outputs, call)]);
  };
  return model;
}

/**
 * What a lean model was told to compute again on the way back; undefined where nothing is, and for models that are not lean.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { fuse } from "@tensorloom/graph";
 * import { recomputeOf } from "@tensorloom/graph/internal";
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [2], units: 1 })] });
 * recomputeOf(model); // => undefined
 * recomputeOf(fuse(model, { recompute: { every: 4 } })); // => { every: 4 }
 * ```
 */
export function recomputeOf(model: LayersModel): Recompute | undefined {
  const { recompute = false } = made.get(model) ?? {};
  return recompute === false ? undefined : recompute;
}

/**
 * Whether a model was made lean.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { isFused, fuse } from "@tensorloom/graph";
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [2], units: 1 })] });
 * [isFused(model), isFused(fuse(model))]; // => [false, true]
 * ```
 */
export function isFused(model: LayersModel): boolean {
  return made.has(model);
}

/** The steps for inputs of a size: planned once for each, and again for a sequential model that has grown. */
function schedules(
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
    const steps = bySize.get(key) ?? schedule(model, recompute, shapes);
    bySize.set(key, steps);
    return steps;
  };
}
