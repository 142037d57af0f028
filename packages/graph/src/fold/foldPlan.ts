import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { type LayerCall, layerCallsOf, countReaders } from "../layers/layerCalls.ts";

/** A call of a layer in a folded model, and what it takes over from the layers after it. */
export interface FoldedCall extends LayerCall {
  /** Batch normalisations whose scale and shift are folded into kernel and bias, the nearest first. */
  readonly normalizations: readonly layers.Layer[];
  /** The activation after them, which becomes the layer's own. */
  readonly activation: string | undefined;
}

/** Layers that multiply by a kernel whose last axis is the output's channels; all of tfjs's names. */
const AFFINE: ReadonlySet<string> = new Set(["Conv1D", "Conv2D", "Conv3D", "DepthwiseConv2D", "Dense"]);

/** The options of these layers that are read here. */
interface Configuration {
  readonly activation?: string;
  readonly axis?: number | readonly number[];
  readonly dataFormat?: string | null;
  readonly maxValue?: number | null;
}

function configuration(layer: layers.Layer): Configuration {
  return layer.getConfig(); // tfjs types it as any dictionary; it is read only if the class is known
}

/**
 * Plans the layer calls of a folded model (batch-norm folding).
 *
 * Batch normalisations after a convolution or a dense layer are left out, and so is an activation after them. A batch
 * normalisation stays if its input has another reader or is an output, if it does not normalise the channels, and after
 * a layer that has an activation of its own or is called several times.
 */
export function foldPlan(model: LayersModel): readonly FoldedCall[] {
  const calls = layerCallsOf(model);
  const reads = countReaders(model, calls);
  const counts = new Map<layers.Layer, number>();
  for (const { layer } of calls) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  const outputs = new Set(model.outputs);
  const reader = new Map(calls.flatMap((each) => each.inputs.map((input) => [input, each] as const)));
  const soleReader = (tensor: SymbolicTensor): LayerCall | undefined =>
    reads.get(tensor) === 1 && !outputs.has(tensor) ? reader.get(tensor) : undefined;

  const folded = new Set<LayerCall>();
  const plan: FoldedCall[] = [];
  for (const call of calls) {
    if (folded.has(call)) continue;
    const normalizations: layers.Layer[] = [];
    let { outputs: ends } = call;
    let activation: string | undefined;
    let next = canFold(call.layer) && counts.get(call.layer) === 1 ? soleReader(ends[0]) : undefined;
    while (next !== undefined && activation === undefined) {
      if (normalizesChannels(next, call.layer)) normalizations.push(next.layer);
      else if (normalizations.length > 0 && channelsLast(call.layer)) activation = activationOf(next);
      else break;
      if (activation === undefined && normalizations.at(-1) !== next.layer) break;
      folded.add(next);
      ends = next.outputs;
      next = soleReader(ends[0]);
    }
    plan.push({ ...call, outputs: ends, normalizations, activation });
  }
  return plan;
}

function canFold(layer: layers.Layer): boolean {
  const { activation = "linear" } = configuration(layer);
  return AFFINE.has(layer.getClassName()) && activation === "linear";
}

function channelsLast(layer: layers.Layer): boolean {
  return configuration(layer).dataFormat !== "channelsFirst";
}

/** Whether a call is BatchNormalization over the channels of the output of `affine`. */
function normalizesChannels({ layer, inputs }: LayerCall, affine: layers.Layer): boolean {
  if (layer.getClassName() !== "BatchNormalization") return false;
  const { axis = -1 } = configuration(layer);
  const { length } = inputs[0].shape;
  const channels = channelsLast(affine) ? length - 1 : 1;
  return typeof axis === "number" && (axis + length) % length === channels;
}

/** The name of an activation layer's function, as an option of other layers. */
function activationOf({ layer }: LayerCall): string | undefined {
  const { activation, maxValue } = configuration(layer);
  if (layer.getClassName() === "Activation") return activation;
  if (layer.getClassName() !== "ReLU") return undefined;
  return maxValue === undefined || maxValue === null ? "relu" : maxValue === 6 ? "relu6" : undefined;
}
