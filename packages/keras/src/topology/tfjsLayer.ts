import type { LayerTopology } from "@tensorloom/graph/internal";
import { type Conversion, reportIssue } from "./conversion.ts";
import type { KerasConfig, KerasLayer } from "./kerasLayer.ts";
import { IGNORED_OPTIONS, LAYER_RULES, TRAINING_ONLY } from "./layerRules.ts";
import { rescalingOf } from "./normalization.ts";
import { isOperation, operationLayer } from "./operations.ts";
import { toTfjsValue } from "./optionValues.ts";

/**
 * Converts the description of a layer of Keras to one of tfjs.
 *
 * A layer or option that tfjs lacks is reported as an issue. A layer that acts only in training becomes a linear activation.
 *
 * @param path - The layer, after the models that hold it.
 */
export function tfjsLayer(layer: KerasLayer, path: string, conversion: Conversion): LayerTopology {
  const { className, config } = layer;
  if (TRAINING_ONLY.has(className))
    return { class_name: "Activation", config: { ...baseOf(layer), activation: "linear" } };
  if (/^SpatialDropout[23]D$/.test(className))
    return { class_name: "Dropout", config: { ...baseOf(layer), rate: config["rate"] } };
  if (className === "Normalization") {
    const scaling = rescalingOf(layer, path, conversion);
    return { class_name: "Rescaling", config: { ...baseOf(layer), ...scaling } };
  }
  const computed = isOperation(layer) ? operationLayer(layer) : undefined;
  if (computed !== undefined) return computed;
  if (isOperation(layer) || !Object.hasOwn(LAYER_RULES, className))
    reportIssue(conversion, path, className, "a layer that TensorFlow.js has", unknownLayer(layer));
  else checkOptions(layer, path, conversion);
  return {
    class_name: className,
    config: {
      ...baseOf(layer),
      ...convertOptions(layer, path, conversion),
      ...convertInside(layer, path, conversion),
    },
  };
}

function unknownLayer(layer: KerasLayer): string {
  if (layer.className === "Lambda") return "Python code; replace it by layers and save the model again";
  if (isOperation(layer)) return "an operation on tensors; replace it by a layer and save the model again";
  return layer.className;
}

/** The options of every layer. */
function baseOf({ name, className, config }: KerasLayer): LayerTopology["config"] {
  const shape = config["batch_shape"] ?? config["batch_input_shape"];
  const isInput = className === "InputLayer";
  return {
    name,
    ...(config["trainable"] === false ? { trainable: false } : {}),
    ...(Array.isArray(shape) ? { batch_input_shape: shape } : {}),
    ...(isInput || Array.isArray(shape) ? { dtype: tfjsDtype(config["dtype"]) } : {}),
  };
}

/** tfjs has one type of floats and one of whole numbers. */
function tfjsDtype(dtype: unknown): string {
  if (typeof dtype !== "string") return "float32"; // a policy
  if (dtype === "bool") return "bool";
  return /^u?int/.test(dtype) ? "int32" : "float32";
}

function convertOptions(layer: KerasLayer, path: string, conversion: Conversion): KerasConfig {
  if (!Object.hasOwn(LAYER_RULES, layer.className)) return {};
  const converted: Record<string, unknown> = {};
  for (const [option, tfjsOption] of Object.entries(LAYER_RULES[layer.className].options)) {
    const value = layer.config[option] ?? layer.config[tfjsOption]; // older files have the older name
    if (value === undefined) continue;
    const result = toTfjsValue(option, value, conversion.kerasVersion);
    if ("value" in result) converted[tfjsOption] = result.value;
    else
      reportIssue(conversion, path, layer.className, `${option} to be ${result.expected}`, formatJson(value));
  }
  return converted;
}

/** Reports options for which tfjs's layer would compute something else. */
function checkOptions({ className, config }: KerasLayer, path: string, conversion: Conversion): void {
  const { options, only } = LAYER_RULES[className];
  const names = new Set([...Object.keys(options), ...Object.values(options)]);
  for (const [option, value] of Object.entries(config)) {
    if (names.has(option)) continue;
    if (option in only) {
      if (value === null || JSON.stringify(value) === JSON.stringify(only[option])) continue;
      reportIssue(conversion, path, className, `${option} ${formatJson(only[option])}`, formatJson(value));
    } else if (!IGNORED_OPTIONS.has(option) && value !== null && value !== false)
      reportIssue(conversion, path, className, `no option ${option}`, formatJson(value));
  }
  const { dtype } = config;
  if (formatJson(dtype).includes("int8") && className !== "InputLayer")
    reportIssue(conversion, path, className, "float weights", formatJson(dtype));
}

function formatJson(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The layers inside a wrapper, or the cells of a recurrent layer. */
function convertInside(layer: KerasLayer, path: string, conversion: Conversion): KerasConfig {
  const { className, inside, cells } = layer;
  const found: Record<string, unknown> = {};
  const [wrapped, cell] = [inside.get("layer"), inside.get("cell")];
  if (wrapped !== undefined) {
    const converted = conversion.convertLayer(wrapped, `${path}/${wrapped.name}`, conversion);
    found["layer"] = className === "Bidirectional" ? withoutDirection(converted) : converted;
  }
  if (cell !== undefined) found["cell"] = tfjsLayer(cell, `${path}/${cell.name}`, conversion);
  if (cells.length > 0)
    found["cells"] = cells.map((one) => startAtZero(tfjsLayer(one, `${path}/${one.name}`, conversion)));
  if (className === "Bidirectional") checkBackward(layer, path, conversion);
  return found;
}

/** tfjs draws the first weights of stacked cells, even of a model whose weights are loaded. */
function startAtZero(cell: LayerTopology): LayerTopology {
  const zeros = { class_name: "Zeros", config: {} };
  const initializers = Object.keys(cell.config).filter((option) => option.endsWith("_initializer"));
  return {
    ...cell,
    config: { ...cell.config, ...Object.fromEntries(initializers.map((option) => [option, zeros])) },
  };
}

/** tfjs puts the direction in front of the name itself. */
function withoutDirection(layer: LayerTopology): LayerTopology {
  return { ...layer, config: { ...layer.config, name: layer.config.name?.replace(/^forward_/, "") ?? "" } };
}

/** tfjs derives the backward layer from the forward layer. */
function checkBackward({ inside, className }: KerasLayer, path: string, conversion: Conversion): void {
  const [forward, backward] = [inside.get("layer"), inside.get("backward_layer")];
  if (forward === undefined || backward === undefined) return;
  const rule = Object.hasOwn(LAYER_RULES, forward.className) ? LAYER_RULES[forward.className] : undefined;
  const differs = Object.keys(rule?.options ?? {}).find(
    (option) =>
      !/_initializer$|^go_backwards$/.test(option) &&
      JSON.stringify(forward.config[option]) !== JSON.stringify(backward.config[option]),
  );
  if (differs !== undefined)
    reportIssue(conversion, path, className, "a backward layer like the forward one", `another ${differs}`);
}
