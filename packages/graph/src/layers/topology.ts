import { type layers, LayersModel } from "@tensorflow/tfjs-layers";
import { frozenLayersOf } from "./layerTree.ts";

/** A layer or a model as `toJSON` describes it, in Python's spelling of names. */
export interface LayerTopology {
  readonly class_name: string;
  readonly config: LayerConfig;
  /** The tensors that each call of a layer in a graph reads: `[layer, node, tensor, arguments]`. */
  readonly inbound_nodes?: readonly (readonly InboundTensor[])[];
}

/** A tensor: the layer that made it, the number of the call, and the number of the output. */
export type InboundTensor = readonly [layer: string, node: number, tensor: number, ...rest: unknown[]];

/** The options of a layer or a model, as far as they are read here. */
export interface LayerConfig {
  readonly name?: string;
  trainable?: boolean;
  /** The layers of a model. */
  readonly layers?: readonly LayerTopology[];
  /** The layer inside a wrapper. */
  readonly layer?: LayerTopology;
  readonly [key: string]: unknown;
}

/**
 * Describes a model as plain JSON that says which layers are frozen.
 *
 * tfjs's own `toJSON` has only a layer's own flag, so it loses `model.trainable = false`. Here a layer says
 * `trainable: false` if it or a model that holds it is frozen, and a model says it if its own flag is false.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { topologyOf } from "@tensorloom/graph/internal";
 *
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
 * model.trainable = false;
 * topologyOf(model).config.layers?.[0].config.trainable; // => false
 * ```
 */
export function topologyOf(model: LayersModel): LayerTopology {
  const json = JSON.parse(JSON.stringify(model.toJSON(undefined, false))) as LayerTopology; // as tfjs writes it
  markModel(model, json.config, frozenLayersOf(model));
  return json;
}

function markModel(model: LayersModel, config: LayerConfig, frozen: ReadonlySet<layers.Layer>): void {
  if (!model.trainable) config.trainable = false;
  model.layers.forEach((layer, at) => mark(layer, config.layers?.[at].config, frozen));
}

function mark(layer: layers.Layer, config: LayerConfig | undefined, frozen: ReadonlySet<layers.Layer>): void {
  if (config === undefined) return;
  if (layer instanceof LayersModel) {
    markModel(layer, config, frozen);
    return;
  }
  if (frozen.has(layer)) config.trainable = false;
  if ("layer" in layer) mark(layer.layer as layers.Layer, config.layer?.config, frozen); // of a wrapper
}

/**
 * Freezes the models inside a loaded model that its topology marks as frozen.
 *
 * tfjs itself restores only the flags of layers.
 *
 * @param topology - As {@link topologyOf} describes it. Layers are found by name.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { restoreFlags, topologyOf } from "@tensorloom/graph/internal";
 *
 * const made = () => sequential({ layers: [layers.dense({ units: 1, inputShape: [2] })] });
 * const [frozen, loaded] = [made(), made()];
 * frozen.trainable = false;
 * restoreFlags(loaded, topologyOf(frozen));
 * loaded.trainable; // => false
 * ```
 */
export function restoreFlags(model: LayersModel, { config }: LayerTopology): void {
  const named = new Map((config.layers ?? []).map((layer) => [layer.config.name, layer]));
  for (const layer of model.layers) {
    const own = named.get(layer.name);
    const inside = "layer" in layer ? layer.layer : layer; // of a wrapper
    const topology = "layer" in layer ? own?.config.layer : own;
    if (inside instanceof LayersModel && topology !== undefined) restoreFlags(inside, topology);
  }
  if (config.trainable === false) model.trainable = false;
}
