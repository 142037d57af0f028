import { keep, Tensor } from "@tensorflow/tfjs-core";
import { type layers, LayersModel } from "@tensorflow/tfjs-layers";
import {
  callWithoutActivation,
  type FinalActivation,
  finalActivationOf,
  finalLayerOf,
} from "../layers/finalActivation.ts";
import type { CallOptions } from "../execute/executeOp.ts";
import { isFused } from "./fuse.ts";

/** The outputs of a model before its final activation. */
export interface Logits {
  /** The logits; the model's output if it has no final activation. */
  readonly values: Tensor;
  /** Turns them into the model's output; undefined if they are the output. */
  readonly activation: FinalActivation | undefined;
}

/**
 * Runs a model with one output up to its final sigmoid or softmax.
 *
 * A loss of logits stays exact if a probability has become 0 or 1. Runs in a tidy; gradients flow through.
 *
 * @param options - As for `model.apply`: `{ training }`.
 * @throws RangeError if the model has several outputs.
 * @see `keras.src.backend.tensorflow.nn`, which finds the logits of a loss's predictions
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { tensor2d } from "@tensorflow/tfjs-core";
 * import { applyToLogits } from "@tensorloom/graph/internal";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const dense = layers.dense({ units: 1, activation: "sigmoid", inputShape: [1], kernelInitializer: "ones" });
 * const { values, activation } = applyToLogits(sequential({ layers: [dense] }), [tensor2d([[40]])], {});
 * [[...values.dataSync()], activation?.name]; // => [[40], "sigmoid"]
 * ```
 */
export function applyToLogits(model: LayersModel, inputs: readonly Tensor[], options: CallOptions): Logits {
  const activation = finalActivationOf(model);
  const run = (more: CallOptions): Tensor => {
    const output = model.apply(inputs.length === 1 ? inputs[0] : [...inputs], { ...options, ...more });
    if (output instanceof Tensor) return output;
    throw new RangeError(`${model.name} must have one output, got ${String(model.outputs.length)}`);
  };
  if (activation === undefined) return { values: run({}), activation };
  if (isFused(model)) return { values: run({ toLogits: true }), activation };
  return { values: interceptLogits(model, activation, () => run({})), activation };
}

/** Intercepts the logits of the final layer's last call: a shared layer is called several times. */
function interceptLogits(model: LayersModel, activation: FinalActivation, run: () => Tensor): Tensor {
  const layer = interceptedLayer(model);
  const own = Object.getOwnPropertyDescriptor(layer, "call");
  const call = layer.call.bind(layer);
  let last: Tensor | undefined;
  layer.call = (inputs, options) => {
    const made =
      layer instanceof LayersModel
        ? call(inputs, { ...options, toLogits: true })
        : callWithoutActivation(layer, inputs, options, call);
    const logits: Tensor = Array.isArray(made) ? made[0] : made;
    last?.dispose();
    last = keep(logits); // tfjs disposes tensors that a layer makes and does not return
    return activation.apply(logits);
  };
  try {
    run();
  } finally {
    if (own === undefined) Reflect.deleteProperty(layer, "call");
    else Object.defineProperty(layer, "call", own);
  }
  if (last === undefined) throw new Error(`${layer.name} was not called`);
  const values = last.clone();
  last.dispose();
  return values;
}

/** The final layer, or the fused model inside that holds it and does not call it as a layer. */
function interceptedLayer(model: LayersModel): layers.Layer {
  const layer = finalLayerOf(model);
  if (layer === undefined) throw new Error(`${model.name} has no final layer`);
  return layer instanceof LayersModel && !isFused(layer) ? interceptedLayer(layer) : layer;
}
