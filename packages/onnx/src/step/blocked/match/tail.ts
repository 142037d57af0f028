import type { NetOpOf, NetTensor } from "../../../net/net.ts";
import type { StepParts } from "../../stepPart.ts";
import { type BlockedActivation, type Activated, activate } from "../graph/activate.ts";
import type { BlockedGraph } from "../graph/blockedGraph.ts";
import { type NormalizedMap, scaleByImage } from "../maps/normalizedMap.ts";

/** What follows a normalised convolution, in this order. */
export interface Tail {
  readonly activation: BlockedActivation | undefined;
  /** Drops the branch of whole images. */
  readonly dropout: NetOpOf<"dropout"> | undefined;
  /** What is added: a residual connection. */
  readonly residual: NetTensor | undefined;
  /** An activation of the sum. */
  readonly finalActivation: BlockedActivation | undefined;
}

/** Writes what follows a normalised convolution, and returns what writes the backward pass of both. */
export function writeTail(
  graph: BlockedGraph,
  parts: StepParts,
  map: NormalizedMap,
  { tail, output }: { readonly tail: Tail; readonly output: NetTensor },
): () => void {
  const { context } = graph;
  const { activation, dropout, residual, finalActivation } = tail;
  const shape = map.output;
  const [, channels] = context.shape(output);
  const factor = dropout && graph.reshape(parts.mask(dropout), graph.batch, 1);
  const added = residual && context.get(residual, "blocked");
  let inner: Activated | undefined;
  let name: string;
  if (activation === undefined) name = map.forward({ factor, sum: added });
  else {
    inner = activate(graph, activation, map.forward({ factor: undefined, sum: undefined }), shape, channels);
    name = inner.y;
    if (factor !== undefined) name = scaleByImage(graph, name, shape, { factor, sum: added });
    else if (added !== undefined) name = graph.add(name, added);
  }
  const final = finalActivation && activate(graph, finalActivation, name, shape, channels);
  context.set(output, final?.y ?? name, "blocked");
  return () => {
    const gradient = context.takeGradient(output, "blocked");
    if (gradient === undefined) return;
    const dSum = final?.gradient(gradient) ?? gradient;
    if (residual !== undefined && context.needsGradient(residual))
      context.addGradient(residual, dSum, "blocked");
    const dy = factor === undefined ? dSum : scaleByImage(graph, dSum, shape, { factor });
    map.backward(inner?.gradient(dy) ?? dy);
  };
}
