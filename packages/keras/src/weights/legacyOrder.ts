import { type layers, LayersModel, type LayerVariable } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/** A weight and the models between the outermost layer and its own layer. */
interface Placed {
  readonly weight: LayerVariable;
  readonly models: readonly string[];
  readonly trained: boolean;
}

/**
 * Lists the weights of each outermost layer in the order that Keras reads.
 *
 * Keras reads by order, not by name: within a layer first the trainable weights, then the others. Names are `layer/kind`;
 * if an inner model repeats one, the models' names are put in front.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py, _legacy_weights
 */
export function legacyOrder(model: LayersModel): ReadonlyMap<string, ReadonlyMap<string, LayerVariable>> {
  const frozen = new Set(leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [layer] : [])));
  const found = new Map<string, ReadonlyMap<string, LayerVariable>>();
  for (const layer of model.layers) {
    const all = collectWeights(layer, [], frozen);
    const once = all.filter(({ weight }, at) => all.findIndex((other) => other.weight === weight) === at);
    const ordered = [...once.filter(({ trained }) => trained), ...once.filter(({ trained }) => !trained)];
    if (ordered.length > 0) found.set(layer.name, nameWeights(ordered));
  }
  return found;
}

function collectWeights(
  layer: layers.Layer,
  models: readonly string[],
  frozen: ReadonlySet<layers.Layer>,
): readonly Placed[] {
  if (layer instanceof LayersModel)
    return layer.layers.flatMap((inner) => collectWeights(inner, [...models, layer.name], frozen));
  const inside = "layer" in layer ? layer.layer : undefined;
  if (inside instanceof LayersModel) return collectWeights(inside, models, frozen); // of a wrapper
  const trained = new Set(frozen.has(layer) ? [] : layer.trainableWeights);
  return layer.weights.map((weight) => ({ weight, models, trained: trained.has(weight) }));
}

function nameWeights(all: readonly Placed[]): ReadonlyMap<string, LayerVariable> {
  const counts = new Map<string, number>();
  for (const { weight } of all) counts.set(weight.originalName, (counts.get(weight.originalName) ?? 0) + 1);
  return new Map(
    all.map(({ weight, models }) => {
      const name = weight.originalName;
      return [counts.get(name) === 1 ? name : [...models, name].join("/"), weight];
    }),
  );
}
