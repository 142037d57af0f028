import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy } from "@tensorflow/tfjs-core";
import { LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { leanPlan } from "./leanPlan.ts";
import type { LeanStep } from "./leanStep.ts";
import { type CallOptions, runLeanStep } from "./runLeanStep.ts";

const made = new WeakSet<LayersModel>();

/**
 * Makes a model, and the models inside it, train and predict with less memory and time, on every backend.
 *
 * The layers stay what they are, stock classes under their own names, so the model saves and loads as before, in tfjs and in
 * Keras. What changes is how `model.apply` runs them: batch normalisation with the activation behind it, and
 * squeeze-and-excite from pooling to multiplication, are one operation each, with a closed gradient that keeps what it
 * needs and no more; convolutions take the zero padding before them along; a tensor is let go after its last reader,
 * on the way back too. Frozen batch normalisation uses and keeps its moving statistics; `scale: false` and
 * `center: false` train, where tfjs throws.
 *
 * Everything that calls the model as a function (`model.apply`, `fit` and `predict` of `@tensorloom/training`) gains;
 * tfjs's own `model.fit` and `model.predict` call the layers one by one and go on as before.
 *
 * @param model - A model whose layers have one output each; masks are not passed on.
 * @returns The same model.
 * @throws Error where a layer has several outputs, or the model masks (Embedding with maskZero, Masking).
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { zeros } from "@tensorflow/tfjs-core";
 * import { lean, useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const stages = [layers.batchNormalization({ inputShape: [2, 2, 3] }), layers.activation({ activation: "swish" })];
 * const model = lean(sequential({ layers: stages }));
 * model.apply(zeros([1, 2, 2, 3]), { training: true }).shape; // => [1, 2, 2, 3]
 * ```
 */
export function lean<M extends LayersModel>(model: M): M {
  if (made.has(model)) return model;
  for (const layer of model.layers) if (layer instanceof LayersModel) lean(layer);
  let steps = leanPlan(model);
  let planned = model.outputs[0];
  model.call = (inputs, options) => {
    if (model.outputs[0] !== planned) steps = leanPlan(model); // a sequential model that has grown
    planned = model.outputs[0];
    return tidy(() => run(model, steps, Array.isArray(inputs) ? inputs : [inputs], options));
  };
  made.add(model);
  return model;
}

function run(
  model: LayersModel,
  steps: readonly LeanStep[],
  inputs: readonly Tensor[],
  options: CallOptions,
): Tensor[] {
  const values = new Map<SymbolicTensor, Tensor>(model.inputs.map((input, at) => [input, inputs[at]]));
  const last = lastReaders(model, steps);
  steps.forEach((step, at) => {
    const read = step.inputs.map((input) => valueOf(values, input));
    values.set(step.output, runLeanStep(step, read, options));
    for (const tensor of last[at]) release(values, tensor);
  });
  return model.outputs.map((output) => valueOf(values, output));
}

function valueOf(values: ReadonlyMap<SymbolicTensor, Tensor>, tensor: SymbolicTensor): Tensor {
  const value = values.get(tensor);
  if (value === undefined) throw new Error(`lean: ${tensor.name} was read before it was made`);
  return value;
}

/** For each step the tensors that no later step reads; inputs and outputs of the model are not ours to let go. */
function lastReaders(model: LayersModel, steps: readonly LeanStep[]): readonly (readonly SymbolicTensor[])[] {
  const seen = new Set<SymbolicTensor>([...model.inputs, ...model.outputs]);
  return steps
    .toReversed()
    .map((step) => {
      const fresh = [...new Set(step.inputs)].filter((input) => !seen.has(input));
      for (const input of fresh) seen.add(input);
      return fresh;
    })
    .reverse();
}

/** A layer may hand its input on as its output: the tensor is let go when the last that is it has been read. */
function release(values: Map<SymbolicTensor, Tensor>, tensor: SymbolicTensor): void {
  const value = values.get(tensor);
  values.delete(tensor);
  if (value !== undefined && ![...values.values()].includes(value)) value.dispose();
}
