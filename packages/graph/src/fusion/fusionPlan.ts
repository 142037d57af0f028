import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { FusedOp } from "./fusedOp.ts";
import { graphOf, type GraphNode } from "./graph.ts";
import {
  matchConvolution,
  matchDropout,
  matchGlobalMeans,
  matchNormalization,
  matchNormalizedDepthwise,
  matchProjection,
  matchSqueezeExcite,
  matchSum,
} from "./patterns.ts";

/**
 * Plans a model as a list of fused operations (operator fusion).
 *
 * Convolutions take the zero padding before them, batch normalisations the activation after them, depthwise
 * convolutions the normalisation before them, squeeze-and-excites everything from pooling to multiplication and the
 * projection after it; any other layer stays as it is. Layers are recognised by class and
 * configuration, never by name. A tensor that two nodes read, or that is an output of the model, is always made.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fusionPlan } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const stages = [layers.batchNormalization({ inputShape: [2, 2, 3] }), layers.activation({ activation: "swish" })];
 * fusionPlan(sequential({ layers: stages })).map(({ kind }) => kind); // => ["normalization"]
 * ```
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
      matchProjection(node, graph) ??
      matchNormalizedDepthwise(node, graph) ??
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
