import type { layers } from "@tensorflow/tfjs-layers";
import type { LayerConfig, LayerTopology } from "@tensorloom/graph/internal";
import { type Conversion, reportIssue } from "./conversion.ts";
import { LAYER_RULES } from "./layerRules.ts";
import { toKerasValue } from "./optionValues.ts";

/** A layer or model as Keras 3 writes it. */
export interface KerasJson {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: string | null;
}

/** What the description of a model's layers needs, and what it finds. */
export interface Writing extends Pick<Conversion, "issues"> {
  /** Describes the layer inside a wrapper. */
  readonly describe?: (
    layer: layers.Layer,
    topology: LayerTopology,
    path: string,
    writing: Writing,
  ) => KerasJson;
}

/**
 * Describes a layer of tfjs in the form that Keras 3 writes.
 *
 * A layer or option that Keras lacks is reported as an issue.
 *
 * @param topology - tfjs's description of the layer.
 * @param path - The layer, after the models that hold it.
 */
export function kerasLayer(
  layer: layers.Layer,
  topology: LayerTopology,
  path: string,
  writing: Writing,
): KerasJson {
  const { class_name, config } = topology;
  const isKnown = Object.hasOwn(LAYER_RULES, class_name);
  if (!isKnown) reportIssue(writing, path, class_name, "a layer that Keras 3 has", class_name);
  return {
    module: "keras.layers",
    class_name,
    config: {
      ...baseOf(layer, topology),
      ...(isKnown ? kerasOptions(layer, topology, path, writing) : {}),
      ...insideOf(layer, config, path, writing),
    },
    registered_name: null,
  };
}

function baseOf(layer: layers.Layer, { class_name, config }: LayerTopology): object {
  if (class_name === "SpatialDropout1D") return { name: layer.name, dtype: "float32" }; // Keras's takes no `trainable`
  if (class_name !== "InputLayer")
    return { name: layer.name, trainable: config.trainable !== false, dtype: "float32" };
  return { name: layer.name, batch_shape: config["batch_input_shape"], dtype: config["dtype"] };
}

function kerasOptions(
  layer: layers.Layer,
  { class_name, config }: LayerTopology,
  path: string,
  writing: Writing,
): object {
  const { options, only } = LAYER_RULES[class_name];
  // tfjs leaves it out of the configuration of a SeparableConv2D.
  const known: LayerConfig =
    "depthMultiplier" in layer ? { depth_multiplier: layer.depthMultiplier, ...config } : config;
  const converted: Record<string, unknown> = { ...only };
  for (const [option, expected] of Object.entries(only)) {
    const value = known[option];
    if (value !== undefined && value !== null && JSON.stringify(value) !== JSON.stringify(expected))
      reportIssue(writing, path, class_name, `${option} ${JSON.stringify(expected)}`, JSON.stringify(value));
  }
  for (const [option, tfjsOption] of Object.entries(options)) {
    const value = known[tfjsOption];
    if (value === undefined) continue;
    const result = toKerasValue(option, value);
    if ("value" in result) converted[option] = result.value;
    else reportIssue(writing, path, class_name, `${option} to be ${result.expected}`, JSON.stringify(value));
  }
  return converted;
}

/** The layer inside a wrapper, or the cells of a recurrent layer. */
function insideOf(layer: layers.Layer, config: LayerConfig, path: string, writing: Writing): object {
  const { layer: wrapped, cell, cells } = config;
  const inside = (topology: LayerTopology, live: unknown): KerasJson => {
    const inner = live as layers.Layer; // what the description describes
    const describe = writing.describe ?? kerasLayer;
    return describe(inner, topology, `${path}/${inner.name}`, writing);
  };
  const { layer: liveLayer, cell: liveCell, cells: liveCells } = layer as unknown as PrivateFields;
  return {
    ...(wrapped === undefined ? {} : { layer: inside(wrapped, liveLayer) }),
    ...(cell === undefined ? {} : { cell: inside(cell as LayerTopology, liveCell) }),
    ...(Array.isArray(cells) && liveCells !== undefined
      ? { cells: cells.map((one: LayerTopology, at) => inside(one, liveCells[at])) }
      : {}),
  };
}

/** The fields in which tfjs keeps the layers inside a wrapper or a recurrent layer. */
interface PrivateFields {
  readonly layer?: unknown;
  readonly cell?: unknown;
  readonly cells?: readonly unknown[];
}
