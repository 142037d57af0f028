import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type InboundTensor, type LayerTopology, topologyOf } from "@tensorloom/graph/internal";

/** The inputs or outputs of a graph of layers. */
type Ends = readonly InboundTensor[];

/**
 * Describes a model in the form that Keras 3 reads from HDF5.
 *
 * tfjs writes Keras 2's form. Keras 3 differs in three ways:
 * - A graph's only input or output is `["name", 0, 0]`; only several are a list of lists.
 * - A sequential model begins with an input layer: in other layers Keras 3 mistakes the batch of `batch_input_shape` for
 *   another dimension.
 * - The calls of an inner model count from 0, except that `output_layers` counts those of a graph from 1.
 *
 * @see keras/src/models/functional.py, functional_from_config and deserialize_node
 */
export function kerasTopology(model: LayersModel): LayerTopology {
  return convertTopology(topologyOf(model));
}

function convertTopology(topology: LayerTopology): LayerTopology {
  const { config } = topology;
  if (config.layer !== undefined)
    return { ...topology, config: { ...config, layer: convertTopology(config.layer) } };
  if (config.layers === undefined) return withoutShape(topology);
  const kinds = new Map(config.layers.map((layer) => [layer.config.name, topologyKind(layer)]));
  const layers = config.layers.map((layer) => {
    const { inbound_nodes } = layer;
    const inside = convertTopology(layer);
    if (inbound_nodes === undefined) return inside;
    const counted = inbound_nodes.map((tensors) =>
      tensors.map((tensor) => (kinds.get(tensor[0]) === "layer" ? tensor : fromZero(tensor))),
    );
    return { ...inside, inbound_nodes: counted };
  });
  if (topologyKind(topology) === "sequential")
    return { ...topology, config: { ...config, layers: [...inputLayerOf(config.layers), ...layers] } };
  const ends = {
    input_layers: unwrapSingle(config["input_layers"] as Ends), // a graph has both
    output_layers: unwrapSingle(
      (config["output_layers"] as Ends).map((tensor) =>
        kinds.get(tensor[0]) === "sequential" ? fromZero(tensor) : tensor,
      ),
    ),
  };
  return { ...topology, config: { ...config, layers, ...ends } };
}

/** Removes the input shape of a layer: its call implies it. */
function withoutShape(topology: LayerTopology): LayerTopology {
  if (topology.class_name === "InputLayer") return topology;
  return { ...topology, config: { ...topology.config, batch_input_shape: undefined } };
}

/** Creates the input layer of a sequential model whose first layer declares its input shape. */
function inputLayerOf(layers: readonly LayerTopology[]): readonly LayerTopology[] {
  const { batch_input_shape, dtype = "float32", name: first = "" } = layers[0].config;
  if (batch_input_shape === undefined || layers[0].class_name === "InputLayer") return [];
  const names = new Set(layers.map(({ config }) => config.name));
  let name = `${first}_input`;
  while (names.has(name)) name += "_";
  return [{ class_name: "InputLayer", config: { batch_input_shape, dtype, sparse: false, name } }];
}

function topologyKind({ config }: LayerTopology): "layer" | "sequential" | "graph" {
  if (config.layers === undefined) return "layer";
  return "output_layers" in config ? "graph" : "sequential";
}

/** Counts the calls of a tensor's layer from 0 instead of 1. */
function fromZero([layer, node, tensor, ...rest]: InboundTensor): InboundTensor {
  return [layer, node - 1, tensor, ...rest];
}

function unwrapSingle(tensors: Ends): Ends | InboundTensor {
  return tensors.length === 1 ? tensors[0] : tensors;
}
