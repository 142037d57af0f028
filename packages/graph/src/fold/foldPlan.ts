import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { type LayerCall, layerCallsOf, countReaders } from "../layers/layerCalls.ts";

/** A call of a layer in a folded model, and what it takes over from the layers behind it. */
export interface FoldedCall extends LayerCall {
  /** Batch normalisations whose scale and shift go into kernel and bias, the nearest first. */
  readonly normalizations: readonly layers.Layer[];
  /** The activation that follows them, as the layer's own. */
  readonly activation: string | undefined;
}

/** Layers that are a product with a kernel whose last numbers run over the output's channels; all of tfjs's names. */
const AFFINE: ReadonlySet<string> = new Set(["Conv1D", "Conv2D", "Conv3D", "DepthwiseConv2D", "Dense"]);

/** What is read here of the configurations of these layers. */
interface Configuration {
  readonly activation?: string;
  readonly axis?: number | readonly number[];
  readonly dataFormat?: string | null;
  readonly maxValue?: number | null;
}

function configuration(layer: layers.Layer): Configuration {
  return layer.getConfig(); // any dictionary to tfjs; where it is read the class is known
}

/**
 * A model as the calls of its folded form: batch normalisations behind a convolution or a dense layer are gone, and so is
 * an activation behind them.
 *
 * One stays where what it normalises has another reader or is an output, where it is not the channels that it normalises
 * by, and behind a layer with an activation of its own or in several places of the model.
 */
export function foldPlan(model: LayersModel): readonly FoldedCall[] {
  const applications = layerCallsOf(model);
  const reads = countReaders(model, applications);
  const places = new Map<layers.Layer, number>();
  for (const { layer } of applications) places.set(layer, (places.get(layer) ?? 0) + 1);
  const outputs = new Set(model.outputs);
  const reader = new Map(applications.flatMap((each) => each.inputs.map((input) => [input, each] as const)));
  const only = (tensor: SymbolicTensor): LayerCall | undefined =>
    reads.get(tensor) === 1 && !outputs.has(tensor) ? reader.get(tensor) : undefined;

  const gone = new Set<LayerCall>();
  const steps: FoldedCall[] = [];
  for (const application of applications) {
    if (gone.has(application)) continue;
    const normalizations: layers.Layer[] = [];
    let { outputs: ends } = application;
    let activation: string | undefined;
    let next = canFold(application.layer) && places.get(application.layer) === 1 ? only(ends[0]) : undefined;
    while (next !== undefined && activation === undefined) {
      if (normalizesChannels(next, application.layer)) normalizations.push(next.layer);
      else if (normalizations.length > 0 && channelsLast(application.layer)) activation = activationOf(next);
      else break;
      if (activation === undefined && normalizations.at(-1) !== next.layer) break;
      gone.add(next);
      ends = next.outputs;
      next = only(ends[0]);
    }
    steps.push({ ...application, outputs: ends, normalizations, activation });
  }
  return steps;
}

function canFold(layer: layers.Layer): boolean {
  const { activation = "linear" } = configuration(layer);
  return AFFINE.has(layer.getClassName()) && activation === "linear";
}

function channelsLast(layer: layers.Layer): boolean {
  return configuration(layer).dataFormat !== "channelsFirst";
}

/** BatchNormalization over the channels of what `affine` gives. */
function normalizesChannels({ layer, inputs }: LayerCall, affine: layers.Layer): boolean {
  if (layer.getClassName() !== "BatchNormalization") return false;
  const { axis = -1 } = configuration(layer);
  const { length } = inputs[0].shape;
  const channels = channelsLast(affine) ? length - 1 : 1;
  return typeof axis === "number" && (axis + length) % length === channels;
}

/** The name of an activation layer's function, as other layers take it. */
function activationOf({ layer }: LayerCall): string | undefined {
  const { activation, maxValue } = configuration(layer);
  if (layer.getClassName() === "Activation") return activation;
  if (layer.getClassName() !== "ReLU") return undefined;
  return maxValue === undefined || maxValue === null ? "relu" : maxValue === 6 ? "relu6" : undefined;
}
