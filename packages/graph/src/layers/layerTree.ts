import { type layers, LayersModel } from "@tensorflow/tfjs-layers";
import { hasFrozenWeights } from "./frozenBatchNorm.ts";

/** A layer that is not a model itself, anywhere inside a model. */
export interface Leaf {
  readonly layer: layers.Layer;
  /** Whether training must not change it: it is not trainable, or a model or wrapper that holds it is not. */
  readonly frozen: boolean;
}

/**
 * Lists the layers of a model and of the models and wrappers inside it, each once, in order.
 *
 * A layer is trainable if its own flag and the flags of everything that holds it are set, as in Keras. A layer that
 * several models hold is frozen if one of them is. tfjs copies a model's flag to the weights of its direct layers alone,
 * and resets it there when a sequential model is built, so the flags of weights count only for a batch normalisation
 * whose model is not part of this one.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { leavesOf } from "@tensorloom/graph/internal";
 *
 * const base = sequential({ layers: [layers.dense({ units: 2, inputShape: [3], name: "hidden" })] });
 * const model = sequential({ layers: [base, layers.dense({ units: 1, name: "head" })] });
 * base.trainable = false;
 * leavesOf(model).map(({ layer, frozen }) => [layer.name, frozen]); // => [["hidden", true], ["head", false]]
 * ```
 */
export function leavesOf(model: LayersModel): readonly Leaf[] {
  const found = new Map<layers.Layer, boolean>();
  for (const { layer, frozen } of walk(model.layers, !model.trainable))
    if (!(layer instanceof LayersModel)) found.set(layer, frozen || found.get(layer) === true);
  return [...found].map(([layer, held]) => ({ layer, frozen: held || hasFrozenWeights(layer) }));
}

/**
 * Lists a model and the models inside it, each once, in order.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { modelsOf } from "@tensorloom/graph/internal";
 *
 * const base = sequential({ name: "base", layers: [layers.dense({ units: 2, inputShape: [3] })] });
 * const model = sequential({ name: "whole", layers: [base] });
 * modelsOf(model).map(({ name }) => name); // => ["whole", "base"]
 * ```
 */
export function modelsOf(model: LayersModel): readonly LayersModel[] {
  const inside = [...walk(model.layers, false)].map(({ layer }) => layer);
  return [...new Set([model, ...inside.filter((layer) => layer instanceof LayersModel)])];
}

/** The layers of a model that training must not change. */
export function frozenLayersOf(model: LayersModel): ReadonlySet<layers.Layer> {
  return new Set(leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [layer] : [])));
}

/** Every layer, model and wrapper, each before what it holds. */
function* walk(all: readonly layers.Layer[], inFrozen: boolean): Generator<Leaf> {
  for (const layer of all) {
    const frozen = inFrozen || !layer.trainable;
    yield { layer, frozen };
    yield* walk(heldBy(layer), frozen);
  }
}

/** The layers of a model, or the one layer of a wrapper such as TimeDistributed. */
function heldBy(layer: layers.Layer): readonly layers.Layer[] {
  if (layer instanceof LayersModel) return layer.layers;
  return "layer" in layer && typeof layer.layer === "object" && layer.layer !== null
    ? [layer.layer as layers.Layer] // tfjs's wrappers keep it there
    : [];
}
