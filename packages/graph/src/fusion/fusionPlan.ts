import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { layerCallsOf, countReaders } from "../layers/layerCalls.ts";
import type { FusedOp, GraphNode } from "./fusedOp.ts";
import {
  matchConvolution,
  matchDropout,
  matchGlobalMeans,
  matchNormalization,
  matchSqueezeExcite,
  matchSum,
} from "./patterns.ts";

/** The nodes of a model, and who reads whom. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** The node that makes a tensor, if exactly one node reads that tensor. */
  soleProducer(tensor: SymbolicTensor): GraphNode | undefined;
}

/**
 * Plans a model as a list of fused operations (operator fusion).
 *
 * Convolutions take the zero padding before them, batch normalisations the activation after them, squeeze-and-excites
 * everything from pooling to multiplication; any other layer stays as it is. Layers are recognised by class and
 * configuration, never by name. A tensor that two nodes read, or that is an output of the model, is always made.
 */
export function fusionPlan(model: LayersModel): readonly FusedOp[] {
  const graph = graphOf(model);
  const ops: FusedOp[] = [];
  const replaced = new Set<GraphNode>();
  // From the end: the last layer of a pattern finds the others.
  for (const node of [...graph.nodes].reverse()) {
    if (replaced.has(node)) continue;
    const match =
      matchSqueezeExcite(node, graph) ??
      matchNormalization(node, graph) ??
      matchConvolution(node, graph) ??
      matchGlobalMeans(node) ??
      matchSum(node) ??
      matchDropout(node);
    const { op, nodes } = match ?? { op: { kind: "layer" as const, ...node }, nodes: [] };
    ops.push(op);
    for (const inner of nodes) replaced.add(inner);
  }
  return ops.reverse();
}

function graphOf(model: LayersModel): Graph {
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
