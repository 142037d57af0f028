import type { backend_util } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "@tensorloom/backend/internal";
import type { FusedOp } from "./fusedOp.ts";
import type { Graph, GraphNode } from "./graph.ts";

/** A fused operation, and the nodes besides the last one that it replaces. */
export interface Match {
  readonly op: FusedOp;
  readonly nodes: readonly GraphNode[];
}

/** The options of the layers below, as far as they are read here. */
interface Configuration {
  readonly activation?: string;
  readonly axis?: number | readonly number[];
  readonly dataFormat?: string | null;
  readonly depthMultiplier?: number;
  readonly dilationRate?: number | readonly number[];
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly noiseShape?: readonly (number | null)[] | null;
  readonly padding?: string | readonly [readonly [number, number], readonly [number, number]];
  readonly rate?: number;
  readonly strides?: number | readonly number[];
  readonly useBias?: boolean;
}

function configuration({ layer }: GraphNode): Configuration {
  return layer.getConfig(); // tfjs types it as any dictionary; it is read only if the class is known
}

function isA(node: GraphNode | undefined, className: string): node is GraphNode {
  return node?.layer.getClassName() === className;
}

function channelsLast({ dataFormat }: Configuration): boolean {
  return dataFormat !== "channelsFirst";
}

function supported(activation: string | undefined): Activation | undefined {
  const name = activation ?? "linear";
  return name in ACTIVATIONS ? (name as Activation) : undefined; // it has just been found among them
}

function pair(value: number | readonly number[] | undefined): [number, number] {
  const list = typeof value === "object" ? value : [value ?? 1];
  return [list[0], list[list.length - 1]];
}

/** Conv2D or DepthwiseConv2D with their bias and activation, and a ZeroPadding2D before them. */
export function matchConvolution(node: GraphNode, graph: Graph): Match | undefined {
  const depthwise = isA(node, "DepthwiseConv2D");
  if (!depthwise && !isA(node, "Conv2D")) return undefined;
  const { useBias = true, dilationRate, padding, strides, ...rest } = configuration(node);
  const activation = supported(rest.activation);
  if (activation === undefined || !channelsLast(rest)) return undefined;
  if (Math.max(...pair(dilationRate)) > 1 || (padding !== "same" && padding !== "valid")) return undefined;
  const { layer, inputs, output } = node;
  const op = {
    kind: "convolution",
    layer,
    depthwise,
    strides: pair(strides),
    pad: padding,
    epilogue: useBias || activation !== "linear" ? { useBias, activation } : undefined,
    inputs,
    output,
  } as const;
  const before = graph.soleProducer(inputs[0]);
  if (padding === "same" || !isA(before, "ZeroPadding2D")) return { op, nodes: [] };
  const zeros = configuration(before);
  if (!channelsLast(zeros) || typeof zeros.padding !== "object") return undefined;
  const [rows, columns] = zeros.padding;
  const pad: backend_util.ExplicitPadding = [[0, 0], [...rows], [...columns], [0, 0]];
  return { op: { ...op, pad, inputs: before.inputs }, nodes: [before] };
}

/** BatchNormalization over the last axis, with the Activation after it. */
export function matchNormalization(node: GraphNode, graph: Graph): Match | undefined {
  const activation = isA(node, "Activation") ? supported(configuration(node).activation) : "linear";
  const normalization = isA(node, "Activation") ? graph.soleProducer(node.inputs[0]) : node;
  if (activation === undefined || !isA(normalization, "BatchNormalization")) return undefined;
  const { axis, epsilon = 1e-3, momentum = 0.99 } = configuration(normalization);
  const last = normalization.output.shape.length - 1;
  if (axis !== -1 && axis !== last) return undefined;
  const { layer, inputs } = normalization;
  const op = {
    kind: "normalization",
    layer,
    epsilon,
    momentum,
    activation,
    inputs,
    output: node.output,
  } as const;
  return { op, nodes: normalization === node ? [] : [normalization] };
}

/** A depthwise convolution without multiplier, bias and activation, with the normalisation before it. */
export function matchNormalizedDepthwise(node: GraphNode, graph: Graph): Match | undefined {
  const convolution = isA(node, "DepthwiseConv2D") ? matchConvolution(node, graph) : undefined;
  if (convolution?.op.kind !== "convolution" || convolution.op.epilogue !== undefined) return undefined;
  if ((configuration(node).depthMultiplier ?? 1) !== 1) return undefined;
  const before = graph.soleProducer(convolution.op.inputs[0]);
  const normalization = before && matchNormalization(before, graph);
  if (normalization?.op.kind !== "normalization") return undefined;
  const { op } = normalization;
  return {
    op: { ...op, kind: "normalizedDepthwise", convolution: convolution.op, output: node.output },
    nodes: [before, ...normalization.nodes, ...convolution.nodes].filter((each) => each !== undefined),
  };
}

/** x * expand(reduce(pooled x)): Multiply, two 1x1 Conv2D with bias, Reshape to one pixel, GlobalAveragePooling2D. */
export function matchSqueezeExcite(node: GraphNode, graph: Graph): Match | undefined {
  if (!isA(node, "Multiply") || node.inputs.length !== 2) return undefined;
  const [x, gate] = node.inputs;
  const expand = graph.soleProducer(gate);
  const reduce = expand && graph.soleProducer(expand.inputs[0]);
  const reshape = reduce && graph.soleProducer(reduce.inputs[0]);
  const pool = reshape && graph.soleProducer(reshape.inputs[0]);
  if (!isA(expand, "Conv2D") || !isA(reduce, "Conv2D")) return undefined;
  if (!isA(reshape, "Reshape") || !isA(pool, "GlobalAveragePooling2D") || pool.inputs[0] !== x)
    return undefined;
  const activations = [gateActivation(reduce), gateActivation(expand)] as const;
  const [first, second] = activations;
  // a gate of one channel, or of an image of one, is spread over the channels of the other
  if (expand.output.shape.at(-1) !== x.shape.at(-1)) return undefined;
  const onePixel =
    reshape.output.shape.length === 4 && reshape.output.shape[1] === 1 && reshape.output.shape[2] === 1;
  if (first === undefined || second === undefined || !onePixel || !channelsLast(configuration(pool)))
    return undefined;
  const { output } = node;
  return {
    op: {
      kind: "squeezeExcite",
      reduce: reduce.layer,
      expand: expand.layer,
      activations: [first, second],
      project: undefined,
      inputs: [x],
      output,
    },
    nodes: [expand, reduce, reshape, pool],
  };
}

/** A 1x1 convolution without bias and activation, with the squeeze-and-excite before it. */
export function matchProjection(node: GraphNode, graph: Graph): Match | undefined {
  const convolution = isA(node, "Conv2D") ? matchConvolution(node, graph)?.op : undefined;
  if (convolution?.kind !== "convolution" || convolution.epilogue !== undefined) return undefined;
  const [height, width] = node.layer.weights[0].shape;
  const plain = height === 1 && width === 1 && convolution.strides.every((stride) => stride === 1);
  if (!plain || typeof convolution.pad === "object") return undefined;
  const before = graph.soleProducer(node.inputs[0]);
  const gate = before && matchSqueezeExcite(before, graph);
  if (gate?.op.kind !== "squeezeExcite") return undefined;
  return {
    op: { ...gate.op, project: node.layer, output: node.output },
    nodes: [before, ...gate.nodes].filter((each) => each !== undefined),
  };
}

/** The activation of a 1x1 convolution with a bias; undefined if it is something else. */
function gateActivation(node: GraphNode): Activation | undefined {
  const { activation, useBias, ...rest } = configuration(node);
  const [height, width] = node.layer.weights[0].shape;
  return useBias === true && height === 1 && width === 1 && channelsLast(rest)
    ? supported(activation)
    : undefined;
}

/** GlobalAveragePooling2D. */
export function matchGlobalMeans(node: GraphNode): Match | undefined {
  if (!isA(node, "GlobalAveragePooling2D") || !channelsLast(configuration(node))) return undefined;
  const { inputs, output } = node;
  return { op: { kind: "imageMeans", inputs, output }, nodes: [] };
}

/** Add of tensors of one shape. */
export function matchSum({ layer, inputs, output }: GraphNode): Match | undefined {
  const alike = inputs.every(({ shape }) => String(shape) === String(inputs[0].shape));
  if (layer.getClassName() !== "Add" || !alike) return undefined;
  return { op: { kind: "sum", layer, inputs, output }, nodes: [] };
}

/** Dropout, by element or by its noise shape. */
export function matchDropout(node: GraphNode): Match | undefined {
  const { rate = 0, noiseShape } = configuration(node);
  if (!isA(node, "Dropout") || rate <= 0 || rate >= 1) return undefined;
  return {
    op: { kind: "dropout", ...node, rate, noiseShape: noiseShape ?? undefined },
    nodes: [],
  };
}
