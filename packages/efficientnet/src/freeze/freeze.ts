import type { LayersModel, layers } from "@tensorflow/tfjs-layers";
import { checkOptions, oneOf, type OptionKinds, shown } from "@tensorloom/core/internal";
import {
  inferWhenFrozen,
  isBatchNorm,
  leavesOf,
  modelsOf,
  propagateTrainable,
} from "@tensorloom/graph/internal";

/**
 * Options of {@link freeze} and {@link unfreeze}: which layers.
 *
 * @inline
 */
export interface FreezeOptions {
  /**
   * Parts by name: `"stem"`, a stage `"block1"` to `"block7"`, a block `"block2b"`, `"top"` (the last convolution),
   * `"predictions"`, or the beginning of any layer's name before a `_`. Default: every layer.
   */
  readonly blocks?: readonly string[] | undefined;
  /** Only the batch normalisations of those layers. */
  readonly only?: "batchNormalization" | undefined;
}

const KNOWN: OptionKinds<FreezeOptions> = { blocks: "object", only: "string" };

/**
 * Freezes layers: they are not trained, and batch normalisations run in inference mode.
 *
 * A frozen batch normalisation uses its moving statistics and does not update them, as in Keras.
 *
 * Frozen layers stay frozen in models that contain this one. Freeze before `compile`, which counts trainable weights.
 *
 * @throws RangeError if a name in `blocks` matches no layer.
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { buildEfficientNet, freeze, unfreeze } from "@tensorloom/efficientnet";
 *
 * const model = buildEfficientNet("B0", { preprocessing: "unit", top: false, initialWeights: "zeros" });
 * freeze(model);
 * unfreeze(model, { blocks: ["block7", "top"] });
 * freeze(model, { only: "batchNormalization" });
 * model.trainableWeights.map((weight) => weight.originalName); // => ["block7a_expand_conv/kernel", "block7a_dwconv/depthwise_kernel", "block7a_se_reduce/kernel", "block7a_se_reduce/bias", "block7a_se_expand/kernel", "block7a_se_expand/bias", "block7a_project_conv/kernel", "top_conv/kernel"]
 * ```
 */
export function freeze(model: LayersModel, options: FreezeOptions = {}): void {
  for (const layer of selectLayers("freeze", model, options)) layer.trainable = false;
}

/**
 * Makes layers trainable again; batch normalisations use the batch's statistics in training.
 *
 * @throws RangeError if a name in `blocks` matches no layer.
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { freeze, unfreeze } from "@tensorloom/efficientnet";
 *
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
 * freeze(model);
 * model.trainableWeights.length; // => 0
 * unfreeze(model);
 * model.trainableWeights.length; // => 2
 * ```
 */
export function unfreeze(model: LayersModel, options: FreezeOptions = {}): void {
  const layers = selectLayers("unfreeze", model, options);
  for (const whole of modelsOf(model)) pushFlagDown(whole);
  for (const layer of layers) layer.trainable = true;
}

/** Replaces `model.trainable = false` by the flags of the model's layers, so that some of them can be unfrozen. */
function pushFlagDown(model: LayersModel): void {
  if (model.trainable) return;
  model.trainable = true;
  for (const { layer } of leavesOf(model)) layer.trainable = false;
}

function selectLayers(who: string, model: LayersModel, options: FreezeOptions): readonly layers.Layer[] {
  const { blocks, only } = checkOptions(who, options, KNOWN);
  for (const whole of modelsOf(model)) propagateTrainable(whole);
  const all = leavesOf(model).map(({ layer }) => layer);
  for (const layer of all) inferWhenFrozen(layer); // a model that was loaded holds stock layers
  for (const block of blocks ?? [])
    if (!all.some((layer) => belongsTo(layer, block)))
      throw new RangeError(
        `${who}: no layer of ${model.name} belongs to ${shown(block)}; it has ${partNames(all).join(", ")}`,
      );
  if (only !== undefined) oneOf(`${who}: only`, only, ["batchNormalization"]);
  return all
    .filter((layer) => blocks?.some((block) => belongsTo(layer, block)) ?? true)
    .filter((layer) => only === undefined || isBatchNorm(layer));
}

/** `block2` matches block2a_conv and block2b_conv; `block2b` only the latter. */
function belongsTo({ name }: layers.Layer, block: string): boolean {
  const rest = /^block\d$/.test(block) ? /^[a-z]_/ : /^(_|$)/;
  return name.startsWith(block) && rest.test(name.slice(block.length));
}

function partNames(all: readonly layers.Layer[]): readonly string[] {
  return [...new Set(all.filter(({ weights }) => weights.length > 0).map(({ name }) => name.split("_")[0]))];
}
