import { type layers, LayersModel, type Sequential, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { layerCallsOf, type LayerCall, type LayerTopology } from "@tensorloom/graph/internal";
import { kerasLayer, type KerasJson, type Writing } from "./kerasLayerJson.ts";
import { reportIssue } from "./conversion.ts";

/**
 * Describes a model in the form that Keras 3 writes.
 *
 * @param topology - tfjs's description of the same model.
 * @param path - The model, after the models that hold it; empty for the outermost model.
 * @see keras/src/models/functional.py, get_config and serialize_node
 */
export function kerasTopology(
  model: LayersModel,
  topology: LayerTopology,
  path: string,
  writing: Writing,
): KerasJson {
  const inner = model.layers.map((layer, at) => {
    const place = path === "" ? layer.name : `${path}/${layer.name}`;
    return describe(layer, topology.config.layers?.[at] ?? topology, place, writing);
  });
  const base = { name: model.name, trainable: topology.config.trainable !== false };
  if (isSequential(model))
    return {
      module: "keras",
      class_name: "Sequential",
      config: { ...base, dtype: "float32", layers: [...inputLayerOf(model), ...inner] },
      registered_name: null,
    };
  const calls = layerCallsOf(model);
  return {
    module: "keras.src.models.functional",
    class_name: "Functional",
    config: { ...base, layers: withCalls(model, inner, calls, path, writing), ...endsOf(model, calls) },
    registered_name: "Functional",
  };
}

function describe(layer: layers.Layer, topology: LayerTopology, path: string, writing: Writing): KerasJson {
  if (layer instanceof LayersModel) return kerasTopology(layer, topology, path, writing);
  return kerasLayer(layer, topology, path, { ...writing, describe });
}

function isSequential(model: LayersModel): model is Sequential {
  return model.getClassName() === "Sequential";
}

/** The input layer of a sequential model whose first layer declares the shape; Keras 3 needs one. */
function inputLayerOf(model: Sequential): readonly KerasJson[] {
  const [first] = model.layers;
  if (first instanceof LayersModel || first.getClassName() === "InputLayer") return [];
  const names = new Set(model.layers.map(({ name }) => name));
  let name = `${first.name}_input`;
  while (names.has(name)) name += "_";
  const [{ shape, dtype }] = model.inputs;
  return [
    {
      module: "keras.layers",
      class_name: "InputLayer",
      config: { batch_shape: shape, dtype, sparse: false, name },
      registered_name: null,
    },
  ];
}

function withCalls(
  model: LayersModel,
  inner: readonly KerasJson[],
  calls: readonly LayerCall[],
  path: string,
  writing: Writing,
): readonly object[] {
  return model.layers.map((layer, at) => ({
    ...inner[at],
    name: layer.name,
    inbound_nodes: callsOf(layer, calls).map((call) => {
      const place = path === "" ? layer.name : `${path}/${layer.name}`;
      return describeCall(call, calls, place, writing);
    }),
  }));
}

/** The calls of a layer inside a graph, in the order in which they were made. */
function callsOf(layer: layers.Layer, calls: readonly LayerCall[]): readonly LayerCall[] {
  return calls
    .filter((call) => call.layer === layer)
    .sort((a, b) => a.outputs[0].nodeIndex - b.outputs[0].nodeIndex);
}

/** The layers that read one list of tensors, even if it has one entry. */
const MERGING = new Set(["Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply"]);

function describeCall(
  { layer, inputs, callArguments }: LayerCall,
  calls: readonly LayerCall[],
  path: string,
  writing: Writing,
): object {
  const tensors = inputs.map((tensor) => describeTensor(tensor, calls));
  if (Array.isArray(callArguments["constants"]))
    reportIssue(writing, path, layer.getClassName(), "a call without constants", callArguments["constants"]);
  if (tensors.length === 1 && !MERGING.has(layer.getClassName())) return { args: tensors, kwargs: {} };
  const isRecurrent = "cell" in layer || "forwardLayer" in layer;
  if (isRecurrent) return { args: tensors.slice(0, 1), kwargs: { initial_state: tensors.slice(1) } };
  return { args: [tensors], kwargs: {} };
}

function describeTensor(tensor: SymbolicTensor, calls: readonly LayerCall[]): object {
  const { shape, dtype } = tensor;
  const config = { shape, dtype, keras_history: historyOf(tensor, calls, 0) };
  return { class_name: "__keras_tensor__", config };
}

/** The layer that made a tensor, the number of its call, and the number of the output. */
function historyOf(
  { sourceLayer, nodeIndex, tensorIndex }: SymbolicTensor,
  calls: readonly LayerCall[],
  first: number,
): readonly unknown[] {
  const call = callsOf(sourceLayer, calls).findIndex(({ outputs }) => outputs[0].nodeIndex === nodeIndex);
  return [sourceLayer.name, Math.max(0, call) + first, tensorIndex];
}

/** The inputs and outputs. The outputs count the calls of other graphs from 1, and everything else from 0. */
function endsOf(model: LayersModel, calls: readonly LayerCall[]): object {
  const inputs = model.inputs.map(({ sourceLayer }) => [sourceLayer.name, 0, 0]);
  const outputs = model.outputs.map((tensor) => {
    const layer = tensor.sourceLayer;
    return historyOf(tensor, calls, layer instanceof LayersModel && !isSequential(layer) ? 1 : 0);
  });
  return {
    input_layers: inputs.length === 1 ? inputs[0] : inputs,
    output_layers: outputs.length === 1 ? outputs[0] : outputs,
  };
}
