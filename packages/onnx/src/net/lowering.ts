import type { layers } from "@tensorflow/tfjs-layers";
import type { NetActivation, NetOp, NetTensor, NetWeight, Pair } from "./net.ts";
import type { WeightFinder } from "./nameWeights.ts";

/** What the lowering of a layer adds to the net. */
export interface NetWriter {
  /** Makes a tensor with a name that is unique in the net. */
  tensor(name: string, shape: readonly (number | null)[]): NetTensor;
  readonly weight: WeightFinder;
  add(op: NetOp): void;
}

/** One call of a layer, as it is lowered. */
export interface Lowering extends NetWriter {
  readonly layer: layers.Layer;
  readonly config: LayerOptions;
  readonly inputs: readonly NetTensor[];
  /** The shape of the layer's output without the batch. */
  readonly shape: readonly (number | null)[];
}

/** The options of tfjs's layers, as far as they are read here. */
export interface LayerOptions {
  readonly activation?: string;
  readonly alpha?: number;
  readonly axis?: number | readonly number[];
  readonly batchInputShape?: readonly (number | null)[];
  readonly cropping?: readonly [Pair, Pair];
  readonly dataFormat?: string | null;
  readonly depthMultiplier?: number;
  readonly dilationRate?: number | readonly number[];
  readonly dims?: readonly number[];
  readonly epsilon?: number;
  readonly interpolation?: "bilinear" | "nearest";
  readonly maskZero?: boolean;
  readonly maxValue?: number | null;
  readonly momentum?: number;
  readonly noiseShape?: readonly (number | null)[] | null;
  readonly offset?: number | readonly number[];
  readonly padding?: string | readonly [Pair, Pair];
  readonly poolSize?: number | readonly number[];
  readonly rate?: number;
  readonly scale?: number | readonly number[];
  readonly size?: number | readonly number[];
  readonly strides?: number | readonly number[];
  readonly theta?: number;
}

/** A layer's output, or why it has no operations: a clause for the error. */
export type Lowered = NetTensor | string;

/** The weight of a layer by the last part of its name. */
export function weightOf({ layer, weight }: Lowering, role: string): NetWeight {
  const found = weight(layer, role);
  if (found === undefined) throw new Error(`layer ${layer.name} has no weight ${role}`);
  return found;
}

/** One number or two as two. */
export function pairOf(value: number | readonly number[] | undefined): Pair {
  const list = typeof value === "object" ? value : [value ?? 1];
  return [list[0], list[list.length - 1]];
}

/** Each of tfjs's activations that a net has; `linear` adds nothing. */
const ACTIVATIONS: Readonly<Record<string, NetActivation>> = {
  elu: "elu",
  gelu: "gelu",
  hardSigmoid: "hardSigmoid",
  mish: "mish",
  relu: "relu",
  relu6: "relu6",
  selu: "selu",
  sigmoid: "sigmoid",
  softmax: "softmax",
  softplus: "softplus",
  softsign: "softsign",
  swish: "swish",
  tanh: "tanh",
};

/** Adds an activation by tfjs's name after a tensor; `linear` adds nothing. */
export function addActivation(call: Lowering, input: NetTensor): Lowered {
  const { activation = "linear" } = call.config;
  if (activation === "linear") return input;
  if (!(activation in ACTIVATIONS))
    return `the activation ${activation} of layer ${call.layer.name} is not supported`;
  const output = call.tensor(`${call.layer.name}/activation`, input.shape);
  call.add({
    kind: "activation",
    activation: ACTIVATIONS[activation],
    layer: call.layer.name,
    inputs: [input],
    output,
  });
  return output;
}
