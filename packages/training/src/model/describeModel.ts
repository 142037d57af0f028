import { isRecord, shapeText } from "@tensorloom/core/internal";
import { allVariables, type LayerTopology, topologyOf, trainableVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { stableNamesOf } from "./stableNames.ts";

/** A model as plain data that is the same in every process: what its weights are, and what its layers compute. */
export interface ModelDescription {
  /** Shape, and whether gradients update it, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Class and options by layer, without initial values; absent if the model does not describe itself. */
  readonly layers?: Readonly<Record<string, object>> | undefined;
}

/** Describes a model, to compare it with one of another process. */
export function describeModel(model: LayersModel): ModelDescription {
  const trainable = trainableVariables(model);
  const names = stableNamesOf(model);
  const variables = [...allVariables(model)].map(([name, { shape }]) => [
    names(name),
    `${shapeText(shape)}${trainable.has(name) ? "" : " not trained"}`,
  ]);
  return {
    variables: Object.fromEntries(variables) as Record<string, string>,
    layers: describeLayers(model),
  };
}

function describeLayers(model: LayersModel): Readonly<Record<string, object>> | undefined {
  let topology;
  try {
    topology = topologyOf(model);
  } catch {
    return undefined; // a layer of the user's has no getConfig
  }
  const stable = JSON.parse(stableNamesOf(model)(JSON.stringify(topology))) as LayerTopology; // only names change
  const layers: Record<string, object> = {};
  collect(stable, "", layers);
  return layers;
}

/** Adds a layer, and those inside it, to a table by name. */
function collect(topology: LayerTopology, place: string, into: Record<string, object>): void {
  const { layers, layer, name = "", ...config } = topology.config;
  const own = place === "" && layers !== undefined ? "" : `${place}${name}`;
  const inside = own === "" ? "" : `${own}/`;
  const options = Object.entries(config).filter(([key]) => !/_initializer$|^trainable$/.test(key));
  if (own !== "")
    into[own] = {
      class: topology.class_name,
      inputs: topology.inbound_nodes,
      ...Object.fromEntries(options),
    };
  for (const each of [...(layers ?? []), ...(layer === undefined ? [] : [layer])])
    if (isRecord(each)) collect(each, inside, into);
}
