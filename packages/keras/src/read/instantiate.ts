import { serialization } from "@tensorflow/tfjs-core";
import { LayersModel } from "@tensorflow/tfjs-layers";
import { isObject } from "@tensorloom/core/internal";
import { type LayerTopology, restoreFlags } from "@tensorloom/graph/internal";
import { FileProblem } from "../errors/fileProblem.ts";
import { isolateStates } from "./isolateStates.ts";

/** A class of models; the types of tfjs omit the last argument. */
interface ModelClass {
  fromConfig(kind: unknown, config: unknown, customObjects: object, startAtZero: boolean): unknown;
}

/**
 * Creates a model from its description, with all weights zero, and freezes what the description freezes.
 *
 * `loadLayersModel` without weights would draw random ones, which takes seconds for large models.
 *
 * @throws FileProblem if tfjs cannot build it.
 */
export function instantiate(topology: LayerTopology): LayersModel {
  const [kind] = serialization.SerializationMap.getMap().classNameMap[topology.class_name];
  let model: unknown;
  try {
    model = (kind as unknown as ModelClass).fromConfig(kind, toTfjsSpelling(topology.config), {}, true);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FileProblem(`has a configuration from which no model can be built: ${reason}`, { cause });
  }
  if (!(model instanceof LayersModel)) throw new FileProblem("has a layer as its configuration, not a model");
  restoreFlags(model, topology);
  isolateStates(model);
  return model;
}

/** The lists whose strings are names of layers. */
const LISTS_OF_NAMES = new Set(["inbound_nodes", "input_layers", "output_layers"]);

/** Converts Python's spelling of options and of their values, except names, to tfjs's. */
function toTfjsSpelling(value: unknown, option = ""): unknown {
  if (typeof value === "string")
    return option === "name" || LISTS_OF_NAMES.has(option) ? value : camelCase(value);
  if (Array.isArray(value)) return value.map((item) => toTfjsSpelling(item, option));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [camelCase(name), toTfjsSpelling(inner, name)]),
  );
}

function camelCase(text: string): string {
  return text.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
