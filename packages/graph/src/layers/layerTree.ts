import { type layers, LayersModel } from "@tensorflow/tfjs-layers";

/** A layer that is not a model itself, anywhere inside a model. */
export interface Leaf {
  readonly layer: layers.Layer;
  /** Whether training must leave it as it is: it is not trainable, or a model or wrapper that holds it is not. */
  readonly frozen: boolean;
}

/**
 * Lists the layers of a model and of the models and wrappers inside it, each once, in order.
 *
 * A layer is trainable if its own flag and the flags of all that hold it say so, as in Keras. A layer that several models
 * hold is frozen if one of them is. tfjs copies a model's flag to the weights of its direct layers alone, and resets it
 * there when a sequential model is built, so the flags of weights count only for a batch normalisation whose model is
 * not part of this one.
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
  visit(model.layers, !model.trainable, found);
  return [...found].map(([layer, held]) => ({ layer, frozen: held || hasFrozenWeights(layer) }));
}

/** The layers of a model that training must leave as they are. */
export function frozenLayersOf(model: LayersModel): ReadonlySet<layers.Layer> {
  return new Set(leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [layer] : [])));
}

function visit(all: readonly layers.Layer[], inFrozen: boolean, found: Map<layers.Layer, boolean>): void {
  for (const layer of all) {
    const frozen = inFrozen || !layer.trainable;
    if (layer instanceof LayersModel) {
      visit(layer.layers, frozen, found);
      continue;
    }
    found.set(layer, frozen || found.get(layer) === true);
    const wrapped = wrappedBy(layer);
    if (wrapped !== undefined) visit([wrapped], frozen, found);
  }
}

/** What a wrapper such as TimeDistributed holds. */
function wrappedBy(layer: layers.Layer): layers.Layer | undefined {
  return "layer" in layer && typeof layer.layer === "object" && layer.layer !== null
    ? (layer.layer as layers.Layer) // tfjs's wrappers keep it there
    : undefined;
}

/** Whether a batch normalisation has gamma or beta, and a frozen model outside this one froze them. */
function hasFrozenWeights(layer: layers.Layer): boolean {
  if (layer.getClassName() !== "BatchNormalization") return false;
  const moving = /(^|\/)moving_(mean|variance)$/;
  const affine = layer.weights.filter(({ originalName }) => !moving.test(originalName));
  return affine.length > 0 && affine.every(({ trainable }) => !trainable);
}
