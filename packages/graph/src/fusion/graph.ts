import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { countReaders, layerCallsOf } from "../layers/layerCalls.ts";

/** One call of a layer with one output: a node of a model's graph. */
export interface GraphNode {
  readonly layer: layers.Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly output: SymbolicTensor;
}

/** The nodes of a model, and who makes what they read. */
export interface Graph {
  /** Each after the nodes that it reads. */
  readonly nodes: readonly GraphNode[];
  /** The node that makes a tensor, if exactly one node reads that tensor. */
  soleProducer(tensor: SymbolicTensor): GraphNode | undefined;
}

/**
 * The graph of a model.
 *
 * @throws Error if a layer has several outputs, or starts a mask.
 */
export function graphOf(model: LayersModel): Graph {
  const calls = layerCallsOf(model);
  const nodes = calls.map(({ layer, inputs, outputs }) => {
    refuseMask(layer);
    if (outputs.length !== 1)
      throw new Error(`fuse: layer ${layer.name} must have one output, got ${String(outputs.length)}`);
    return { layer, inputs, output: outputs[0] };
  });
  const byTensor = new Map(nodes.map((node) => [node.output, node]));
  const readers = countReaders(model, calls);
  return {
    nodes,
    soleProducer: (tensor) => (readers.get(tensor) === 1 ? byTensor.get(tensor) : undefined),
  };
}

/** Refuses the two stock layers that start a mask. */
function refuseMask(layer: layers.Layer): void {
  const className = layer.getClassName();
  const masks =
    className === "Masking" || (className === "Embedding" && layer.getConfig()["maskZero"] === true);
  if (masks)
    throw new Error(`fuse: layer ${layer.name} masks its output, which a fused model does not pass on`);
}
