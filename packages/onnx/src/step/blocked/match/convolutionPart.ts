import type { NetOpOf, NetTensor } from "../../../net/net.ts";
import type { StepPart, StepParts } from "../../stepPart.ts";
import { normalizeFrozen } from "../maps/batchNormalization.ts";
import { BlockedGraph, type BlockedShape } from "../graph/blockedGraph.ts";
import { type ConvolutionGeometry, isPointwise } from "../graph/convolutionGeometry.ts";
import { convolutionMap } from "../maps/convolutionMap.ts";
import { depthwiseMap } from "../maps/depthwiseMap.ts";
import type { Gate } from "../maps/gate.ts";
import { gatedMap } from "../maps/gatedMap.ts";
import { type ChannelProduct, gramMap } from "../maps/gramMap.ts";
import type { LinearMap } from "../maps/linearMap.ts";
import { foldedMap, type NormalizedMap, normalizedMap } from "../maps/normalizedMap.ts";
import { writePatches } from "../graph/patches.ts";
import { pointwiseMap } from "../maps/pointwiseMap.ts";
import { stemMap } from "../maps/stemMap.ts";
import { type Tail, writeTail } from "./tail.ts";
import { addKernelGradient, readKernel, readVector } from "../graph/weights.ts";

/** A convolution and the operations around it that are computed with it. */
export interface ConvolutionUnit {
  readonly convolution: NetOpOf<"convolution">;
  readonly geometry: ConvolutionGeometry;
  /** What the gate before it reads, or the convolution. */
  readonly input: NetTensor;
  readonly gate: Gate | undefined;
  readonly normalization: NetOpOf<"normalization"> | undefined;
  readonly tail: Tail;
  readonly output: NetTensor;
}

/** The part of a train step that computes a convolution and what is around it in blocks of channels. */
export function convolutionPart(unit: ConvolutionUnit): StepPart {
  return (parts) => {
    const graph = new BlockedGraph(parts.context);
    return writeTail(graph, parts, normalize(graph, parts, unit), unit);
  };
}

function normalize(graph: BlockedGraph, parts: StepParts, unit: ConvolutionUnit): NormalizedMap {
  const { convolution, normalization: op } = unit;
  const { bias } = convolution;
  if (op?.frozen === false) {
    const product = channelProduct(graph, unit);
    return product === undefined
      ? normalizedMap(graph, parts, linearMap(graph, unit), { op, bias })
      : gramMap(graph, parts, product, { op, bias });
  }
  const map = linearMap(graph, unit);
  const { channels } = map.output;
  if (op !== undefined) return foldedMap(graph, map, { ...normalizeFrozen(graph, op, channels, bias), bias });
  return foldedMap(graph, map, { scale: undefined, shift: bias && readVector(graph, bias, channels), bias });
}

function linearMap(graph: BlockedGraph, unit: ConvolutionUnit): LinearMap {
  const { convolution, geometry, gate, input } = unit;
  const { kernel, output } = convolution;
  if (gate !== undefined) return gatedMap(graph, { input, output, kernel, gate });
  const tensors = { input, output, kernel, geometry };
  if (convolution.depthwise) return depthwiseMap(graph, tensors);
  if (isStem(graph, unit)) return stemMap(graph, tensors);
  return isPointwise(geometry) ? pointwiseMap(graph, tensors) : convolutionMap(graph, tensors);
}

/** The product over channels whose statistics come from a Gram matrix; undefined if another way is cheaper. */
function channelProduct(graph: BlockedGraph, unit: ConvolutionUnit): ChannelProduct | undefined {
  const { convolution, geometry, gate, input } = unit;
  const { kernel, output, depthwise } = convolution;
  if (gate !== undefined || depthwise) return undefined;
  const to = graph.shapeOf(output);
  if (isStem(graph, unit)) {
    const { patches, size } = writePatches(graph, input, geometry);
    const from = { ...to, channels: size };
    return { x: patches, from, to, ...matrixOf(graph, unit, size), input: undefined };
  }
  const from = graph.shapeOf(input);
  if (!isPointwise(geometry) || !isGramCheaper(graph, from, to)) return undefined;
  const x = graph.context.get(input, "blocked");
  return { x, from, to, ...matrixOf(graph, { convolution: { kernel, output } }, from.channels), input };
}

/** How many products of a large matrix take the time of one more pass of normalisation over an element. Measured. */
const PRODUCTS_PER_ELEMENT = 64;

/** Whether the products with the Gram matrix take less time than passes over the output for its statistics. */
function isGramCheaper(graph: BlockedGraph, from: BlockedShape, to: BlockedShape): boolean {
  const positions = graph.positions(to);
  const products = from.channels ** 2 * (positions + to.channels);
  return products < PRODUCTS_PER_ELEMENT * positions * to.channels;
}

function matrixOf(
  graph: BlockedGraph,
  {
    convolution: { kernel, output },
  }: { readonly convolution: Pick<NetOpOf<"convolution">, "kernel" | "output"> },
  size: number,
): Pick<ChannelProduct, "matrix" | "addGradient"> {
  const filled = [size, graph.shapeOf(output).channels];
  return {
    matrix: readKernel(graph, kernel, filled),
    addGradient: (gradient) => addKernelGradient(graph, kernel, gradient, filled),
  };
}

/** Whether a convolution reads a plain image of fewer channels than a block, and makes no gradient of it. */
function isStem(graph: BlockedGraph, { input, convolution }: ConvolutionUnit): boolean {
  const [, channels] = graph.context.shape(input);
  return !convolution.depthwise && channels < graph.layout.block && !graph.context.needsGradient(input);
}
