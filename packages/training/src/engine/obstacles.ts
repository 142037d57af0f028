import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Recompute } from "@tensorloom/graph";
import { lowerModel, type Net, UnsupportedLayerError } from "@tensorloom/onnx/internal/net";
import { lossConfigOf, type Loss } from "../losses/loss.ts";

/** What a run asks of its engine. */
export interface EngineRequest {
  readonly model: LayersModel;
  /** Number of replicas. */
  readonly replicas: number;
  readonly recompute?: Recompute | undefined;
  /** The loss to differentiate; undefined for a prediction. */
  readonly loss?: Loss | undefined;
}

/** Lists why ONNX Runtime cannot compute what a run asks for, a clause each. */
export function obstaclesOf({ model, replicas, recompute, loss }: EngineRequest): readonly string[] {
  const backend = getBackend();
  const recomputes = recompute !== undefined && recompute !== false;
  return [
    ...(replicas === 1 ? [] : [`replicas are ${String(replicas)}, and ONNX Runtime uses all cores itself`]),
    ...(recomputes ? ["recompute is set, and ONNX Runtime stores every activation"] : []),
    ...(backend === "wasm" || backend === "cpu"
      ? []
      : [`the backend is ${backend}, and ONNX Runtime reads the weights of wasm or cpu alone`]),
    ...(loss === undefined || lossConfigOf(loss) !== undefined
      ? []
      : [`the loss ${loss.name} is a function that tfjs alone can differentiate`]),
    ...(model.outputs.length === 1 ? [] : [`${model.name} has ${String(model.outputs.length)} outputs`]),
    ...unsupportedLayers(model),
  ];
}

function unsupportedLayers(model: LayersModel): readonly string[] {
  try {
    lowerModel(model);
    return [];
  } catch (error) {
    if (error instanceof UnsupportedLayerError) return error.reasons;
    throw error;
  }
}

/** Writes a model as a net for inputs of these shapes, with their batch. */
export function netFor(model: LayersModel, inputs: readonly { readonly shape: readonly number[] }[]): Net {
  return lowerModel(model, { inputShapes: inputs.map(({ shape }) => shape.slice(1)) });
}
