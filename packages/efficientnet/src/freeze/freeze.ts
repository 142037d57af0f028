import type { LayersModel, layers } from "@tensorflow/tfjs-layers";
import { checkOptions, oneOf, type OptionKinds, shown } from "@tensorloom/core/internal";
import {
  inferWhenFrozen,
  isBatchNorm,
  leavesOf,
  modelsOf,
  propagateTrainable,
} from "@tensorloom/graph/internal";

/** Which layers to freeze or unfreeze. */
export interface LayerChoice {
  /**
   * Parts by name: `"stem"`, a stage `"block1"` to `"block7"`, a block `"block2b"`, `"top"` (the last convolution),
   * `"predictions"`, or what any layer's name begins with before a `_`. Default: every layer.
   */
  readonly blocks?: readonly string[];
  /** Of those layers only the batch normalisations. */
  readonly only?: "batchNormalization";
}

const KNOWN: OptionKinds<LayerChoice> = { blocks: "object", only: "string" };

/**
 * Keeps layers from being trained, their batch normalisations in inference mode: moving statistics are used and kept.
 *
 * Frozen layers stay frozen in models that hold this one. Freeze before `compile`, which counts what it will train.
 *
 * @throws RangeError where a name in `blocks` fits no layer.
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
export function freeze(model: LayersModel, choice: LayerChoice = {}): void {
  for (const layer of chosen("freeze", model, choice)) layer.trainable = false;
}

/**
 * Lets layers be trained again; their batch normalisations go back to the batch's statistics while training.
 *
 * @throws RangeError where a name in `blocks` fits no layer.
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
export function unfreeze(model: LayersModel, choice: LayerChoice = {}): void {
  const layers = chosen("unfreeze", model, choice);
  for (const whole of modelsOf(model)) handDown(whole);
  for (const layer of layers) layer.trainable = true;
}

/** Writes `model.trainable = false` into the model's layers, so that some of them can be trained while others are not. */
function handDown(model: LayersModel): void {
  if (model.trainable) return;
  model.trainable = true;
  for (const { layer } of leavesOf(model)) layer.trainable = false;
}

function chosen(who: string, model: LayersModel, choice: LayerChoice): readonly layers.Layer[] {
  const { blocks, only } = checkOptions(who, choice, KNOWN);
  for (const whole of modelsOf(model)) propagateTrainable(whole);
  const all = leavesOf(model).map(({ layer }) => layer);
  for (const layer of all) inferWhenFrozen(layer); // a model that was loaded holds stock layers
  for (const block of blocks ?? [])
    if (!all.some((layer) => belongs(layer, block)))
      throw new RangeError(
        `${who}: no layer of ${model.name} belongs to ${shown(block)}; it has ${parts(all).join(", ")}`,
      );
  if (only !== undefined) oneOf(`${who}: only`, only, ["batchNormalization"]);
  return all
    .filter((layer) => blocks?.some((block) => belongs(layer, block)) ?? true)
    .filter((layer) => only === undefined || isBatchNorm(layer));
}

/** `block2` has block2a_conv and block2b_conv; `block2b` has the latter alone. */
function belongs({ name }: layers.Layer, block: string): boolean {
  const rest = /^block\d$/.test(block) ? /^[a-z]_/ : /^(_|$)/;
  return name.startsWith(block) && rest.test(name.slice(block.length));
}

function parts(all: readonly layers.Layer[]): readonly string[] {
  return [...new Set(all.filter(({ weights }) => weights.length > 0).map(({ name }) => name.split("_")[0]))];
}
