import { type layers, LayersModel, type LayerVariable } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/** A weight, and the models between the outermost layer and its own. */
interface Placed {
  readonly weight: LayerVariable;
  readonly models: readonly string[];
  readonly trained: boolean;
}

/**
 * The weights of each outermost layer that has some, by name, in the order in which Keras reads them back.
 *
 * Keras goes by order, not by name: within a layer first what is trained, then what is not, each by place. Names are
 * `layer/kind`; if a model inside repeats one, the models' names stand before it.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py, _legacy_weights
 */
export function kerasWeights(model: LayersModel): ReadonlyMap<string, ReadonlyMap<string, LayerVariable>> {
  const frozen = new Set(leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [layer] : [])));
  const found = new Map<string, ReadonlyMap<string, LayerVariable>>();
  for (const layer of model.layers) {
    const all = placedIn(layer, [], frozen);
    const once = all.filter(({ weight }, at) => all.findIndex((other) => other.weight === weight) === at);
    const ordered = [...once.filter(({ trained }) => trained), ...once.filter(({ trained }) => !trained)];
    if (ordered.length > 0) found.set(layer.name, named(ordered));
  }
  return found;
}

function placedIn(
  layer: layers.Layer,
  models: readonly string[],
  frozen: ReadonlySet<layers.Layer>,
): readonly Placed[] {
  if (layer instanceof LayersModel)
    return layer.layers.flatMap((inner) => placedIn(inner, [...models, layer.name], frozen));
  const inside = "layer" in layer ? layer.layer : undefined;
  if (inside instanceof LayersModel) return placedIn(inside, models, frozen); // of a wrapper
  const trained = new Set(frozen.has(layer) ? [] : layer.trainableWeights);
  return layer.weights.map((weight) => ({ weight, models, trained: trained.has(weight) }));
}

function named(all: readonly Placed[]): ReadonlyMap<string, LayerVariable> {
  const counts = new Map<string, number>();
  for (const { weight } of all) counts.set(weight.originalName, (counts.get(weight.originalName) ?? 0) + 1);
  return new Map(
    all.map(({ weight, models }) => {
      const name = weight.originalName;
      return [counts.get(name) === 1 ? name : [...models, name].join("/"), weight];
    }),
  );
}
