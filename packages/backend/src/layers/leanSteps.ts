import type { backend_util } from "@tensorflow/tfjs-core";
import { type Activation, ACTIVATIONS } from "../kernels/activation.ts";
import type { Graph } from "./leanPlan.ts";
import type { LeanStep, Place } from "./leanStep.ts";

/** A step, and the places besides its last one that it does the work of. */
export interface Group {
  readonly step: LeanStep;
  readonly places: readonly Place[];
}

/** What the layers below keep in their configurations, as far as it is read here. */
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

function configuration({ layer }: Place): Configuration {
  return layer.getConfig(); // any dictionary to tfjs; where it is read the class is known
}

function isA(place: Place | undefined, className: string): place is Place {
  return place?.layer.getClassName() === className;
}

function channelsLast({ dataFormat }: Configuration): boolean {
  return dataFormat !== "channelsFirst";
}

function known(activation: string | undefined): Activation | undefined {
  const name = activation ?? "linear";
  return name in ACTIVATIONS ? (name as Activation) : undefined; // it has just been found among them
}

function pair(value: number | readonly number[] | undefined): [number, number] {
  const list = typeof value === "object" ? value : [value ?? 1];
  return [list[0], list[list.length - 1]];
}

/** Conv2D or DepthwiseConv2D with what they end with, and a ZeroPadding2D before it. */
export function convolutionStep(place: Place, graph: Graph): Group | undefined {
  const depthwise = isA(place, "DepthwiseConv2D");
  if (!depthwise && !isA(place, "Conv2D")) return undefined;
  const { useBias = true, dilationRate, padding, strides, ...rest } = configuration(place);
  const activation = known(rest.activation);
  if (activation === undefined || !channelsLast(rest)) return undefined;
  if (Math.max(...pair(dilationRate)) > 1 || (padding !== "same" && padding !== "valid")) return undefined;
  const { layer, inputs, output } = place;
  const step = {
    kind: "convolution",
    layer,
    depthwise,
    strides: pair(strides),
    pad: padding,
    ending: useBias || activation !== "linear" ? { useBias, activation } : undefined,
    inputs,
    output,
  } as const;
  const before = graph.madeForOne(inputs[0]);
  if (padding === "same" || !isA(before, "ZeroPadding2D")) return { step, places: [] };
  const zeros = configuration(before);
  if (!channelsLast(zeros) || typeof zeros.padding !== "object") return undefined;
  const [rows, columns] = zeros.padding;
  const pad: backend_util.ExplicitPadding = [[0, 0], [...rows], [...columns], [0, 0]];
  return { step: { ...step, pad, inputs: before.inputs }, places: [before] };
}

/** BatchNormalization over the last axis, with the Activation behind it. */
export function normalizationStep(place: Place, graph: Graph): Group | undefined {
  const activation = isA(place, "Activation") ? known(configuration(place).activation) : "linear";
  const normalization = isA(place, "Activation") ? graph.madeForOne(place.inputs[0]) : place;
  if (activation === undefined || !isA(normalization, "BatchNormalization")) return undefined;
  const { axis, epsilon = 1e-3, momentum = 0.99 } = configuration(normalization);
  const last = normalization.output.shape.length - 1;
  if (axis !== -1 && axis !== last) return undefined;
  const { layer, inputs } = normalization;
  const step = {
    kind: "normalization",
    layer,
    epsilon,
    momentum,
    activation,
    inputs,
    output: place.output,
  } as const;
  return { step, places: normalization === place ? [] : [normalization] };
}

/** x * expand(reduce(pooled x)): Multiply, two 1x1 Conv2D with bias, Reshape to one pixel, GlobalAveragePooling2D. */
export function squeezeExciteStep(place: Place, graph: Graph): Group | undefined {
  if (!isA(place, "Multiply") || place.inputs.length !== 2) return undefined;
  const [x, gate] = place.inputs;
  const expand = graph.madeForOne(gate);
  const reduce = expand && graph.madeForOne(expand.inputs[0]);
  const reshape = reduce && graph.madeForOne(reduce.inputs[0]);
  const pool = reshape && graph.madeForOne(reshape.inputs[0]);
  if (!isA(expand, "Conv2D") || !isA(reduce, "Conv2D")) return undefined;
  if (!isA(reshape, "Reshape") || !isA(pool, "GlobalAveragePooling2D") || pool.inputs[0] !== x)
    return undefined;
  const activations = [gateActivation(reduce), gateActivation(expand)] as const;
  const [first, second] = activations;
  const onePixel =
    reshape.output.shape.length === 4 && reshape.output.shape[1] === 1 && reshape.output.shape[2] === 1;
  if (first === undefined || second === undefined || !onePixel || !channelsLast(configuration(pool)))
    return undefined;
  const { output } = place;
  return {
    step: {
      kind: "squeezeExcite",
      reduce: reduce.layer,
      expand: expand.layer,
      activations: [first, second],
      inputs: [x],
      output,
    },
    places: [expand, reduce, reshape, pool],
  };
}

/** The activation of a 1x1 convolution of one pixel with bias. */
function gateActivation(place: Place): Activation | undefined {
  const { activation, useBias, ...rest } = configuration(place);
  const [height, width] = place.layer.weights[0].shape;
  return useBias === true && height === 1 && width === 1 && channelsLast(rest)
    ? known(activation)
    : undefined;
}

/** GlobalAveragePooling2D. */
export function meansStep(place: Place): Group | undefined {
  if (!isA(place, "GlobalAveragePooling2D") || !channelsLast(configuration(place))) return undefined;
  const { inputs, output } = place;
  return { step: { kind: "imageMeans", inputs, output }, places: [] };
}

/** Add of tensors of one shape. */
export function sumStep({ layer, inputs, output }: Place): Group | undefined {
  const alike = inputs.every(({ shape }) => String(shape) === String(inputs[0].shape));
  if (layer.getClassName() !== "Add" || !alike) return undefined;
  return { step: { kind: "sum", layer, inputs, output }, places: [] };
}

/** Dropout, by element or by what its noise shape says. */
export function dropoutStep(place: Place): Group | undefined {
  const { rate = 0, noiseShape } = configuration(place);
  if (!isA(place, "Dropout") || rate <= 0 || rate >= 1) return undefined;
  return {
    step: { kind: "dropout", ...place, rate, noiseShape: noiseShape ?? undefined },
    places: [],
  };
}
