import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type InboundTensor, type LayerTopology, topologyOf } from "@tensorloom/graph/internal";

/** How a graph of layers names what it reads and makes. */
type Ends = readonly InboundTensor[];

/**
 * Describes a model as Keras 3 reads it from HDF5.
 *
 * tfjs writes what Keras 2 wrote. Keras 3 differs in three ways. A graph's only input or output is `["name", 0, 0]`; a list
 * of lists stands for several. A sequential model begins with an input layer: in other layers Keras 3 takes the batch of
 * `batch_input_shape` for a further side. And a model inside a model has no call of its own before the first: its calls count
 * from 0, except that `output_layers` counts those of a graph from 1.
 *
 * @see keras/src/models/functional.py, functional_from_config and deserialize_node
 */
export function kerasTopology(model: LayersModel): LayerTopology {
  return converted(topologyOf(model));
}

function converted(topology: LayerTopology): LayerTopology {
  const { config } = topology;
  if (config.layer !== undefined)
    return { ...topology, config: { ...config, layer: converted(config.layer) } };
  if (config.layers === undefined) return withoutShape(topology);
  const kinds = new Map(config.layers.map((layer) => [layer.config.name, kindOf(layer)]));
  const layers = config.layers.map((layer) => {
    const { inbound_nodes } = layer;
    const inside = converted(layer);
    if (inbound_nodes === undefined) return inside;
    const counted = inbound_nodes.map((tensors) =>
      tensors.map((tensor) => (kinds.get(tensor[0]) === "layer" ? tensor : earlier(tensor))),
    );
    return { ...inside, inbound_nodes: counted };
  });
  if (kindOf(topology) === "sequential")
    return { ...topology, config: { ...config, layers: [...inputOf(config.layers), ...layers] } };
  const ends = {
    input_layers: single(config["input_layers"] as Ends), // a graph has both
    output_layers: single(
      (config["output_layers"] as Ends).map((tensor) =>
        kinds.get(tensor[0]) === "sequential" ? earlier(tensor) : tensor,
      ),
    ),
  };
  return { ...topology, config: { ...config, layers, ...ends } };
}

/** A layer without the shape of its input, which its call tells. */
function withoutShape(topology: LayerTopology): LayerTopology {
  if (topology.class_name === "InputLayer") return topology;
  return { ...topology, config: { ...topology.config, batch_input_shape: undefined } };
}

/** The input layer of a sequential model that begins with a layer which states its shape. */
function inputOf(layers: readonly LayerTopology[]): readonly LayerTopology[] {
  const { batch_input_shape, dtype = "float32", name: first = "" } = layers[0].config;
  if (batch_input_shape === undefined || layers[0].class_name === "InputLayer") return [];
  const names = new Set(layers.map(({ config }) => config.name));
  let name = `${first}_input`;
  while (names.has(name)) name += "_";
  return [{ class_name: "InputLayer", config: { batch_input_shape, dtype, sparse: false, name } }];
}

function kindOf({ config }: LayerTopology): "layer" | "sequential" | "graph" {
  if (config.layers === undefined) return "layer";
  return "output_layers" in config ? "graph" : "sequential";
}

/** The same tensor where calls are counted from 0. */
function earlier([layer, node, tensor, ...rest]: InboundTensor): InboundTensor {
  return [layer, node - 1, tensor, ...rest];
}

function single(tensors: Ends): Ends | InboundTensor {
  return tensors.length === 1 ? tensors[0] : tensors;
}
