import { dispose, type serialization, tensor } from "@tensorflow/tfjs-core";
import {
  input,
  type layers,
  LayersModel,
  model as modelOf,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { foldedWeights, readWeights } from "./foldedWeights.ts";
import { foldPlan, type FoldedCall } from "./foldPlan.ts";

/**
 * A copy of a model for prediction, its batch normalisations folded into the convolutions and dense layers before them.
 *
 * Such a layer has kernel and bias with the normalisation's scale and shift by the moving statistics inside, and the
 * activation that followed as its own; the layers for these are gone. All else is as in the model: names, models inside,
 * layers in several places, and batch normalisations that follow no convolution. Layers are stock ones, so the copy saves
 * and loads anywhere; its weights are its own, and the model stays as it was. Outputs agree to 1e-5 relative.
 *
 * Trained further, the copy has no batch normalisation: fold last. For speed on wasm fuse it: `fuse(await foldBatchNorm(model))`.
 *
 * @param model - Functional or sequential.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { foldBatchNorm } from "@tensorloom/graph";
 * import { useBackend } from "@tensorloom/backend";
 *
 * await useBackend("cpu");
 * const stages = [
 *   layers.conv2d({ inputShape: [4, 4, 3], filters: 8, kernelSize: 3, useBias: false, name: "stem" }),
 *   layers.batchNormalization(),
 *   layers.activation({ activation: "swish" }),
 * ];
 * const folded = await foldBatchNorm(sequential({ layers: stages }));
 * folded.layers.map(({ name }) => name).slice(1); // => ["stem"]
 * ```
 */
export async function foldBatchNorm(model: LayersModel): Promise<LayersModel> {
  const inputs = model.inputs.map(({ shape, dtype, sourceLayer }) =>
    input({ batchShape: shape, dtype: dtype, name: sourceLayer.name }),
  );
  const values = new Map<SymbolicTensor, SymbolicTensor>(model.inputs.map((was, at) => [was, inputs[at]]));
  const copies = new Map<layers.Layer, layers.Layer>();
  const written: (() => Promise<void>)[] = [];
  for (const step of foldPlan(model)) {
    const known = copies.get(step.layer);
    const copy = known ?? (await copyOf(step));
    copies.set(step.layer, copy);
    const made = apply(copy, step, values);
    step.outputs.forEach((output, at) => values.set(output, made[at]));
    if (known === undefined && !(copy instanceof LayersModel)) written.push(() => writeWeights(copy, step));
  }
  const outputs = model.outputs.map((output) => valueOf(values, output));
  for (const write of written) await write();
  return modelOf({ name: model.name, inputs, outputs });
}

function valueOf(
  values: ReadonlyMap<SymbolicTensor, SymbolicTensor>,
  tensor: SymbolicTensor,
): SymbolicTensor {
  const value = values.get(tensor);
  if (value === undefined) throw new Error(`foldBatchNorm: ${tensor.name} was read before it was made`);
  return value;
}

/** A layer of the same class: folded, where the plan says so; its first weights are zeros, since they are written next. */
async function copyOf({ layer, normalizations, activation }: FoldedCall): Promise<layers.Layer> {
  if (layer instanceof LayersModel) return foldBatchNorm(layer);
  const kind = layer.constructor as serialization.SerializableConstructor<layers.Layer>; // an object's own class
  const copy = kind.fromConfig(kind, {
    ...layer.getConfig(),
    ...(normalizations.length === 0 ? {} : { ...UNREGULATED, useBias: true }),
    ...(activation === undefined ? {} : { activation }),
  });
  copy.setFastWeightInitDuringBuild(true);
  return copy;
}

/** What was set for a kernel without the normalisation says nothing of one with it. */
const UNREGULATED = {
  kernelRegularizer: null,
  kernelConstraint: null,
  depthwiseRegularizer: null,
  depthwiseConstraint: null,
  biasRegularizer: null,
  biasConstraint: null,
};

function apply(
  copy: layers.Layer,
  { inputs, callArguments }: FoldedCall,
  values: ReadonlyMap<SymbolicTensor, SymbolicTensor>,
): readonly SymbolicTensor[] {
  const read = inputs.map((tensor) => valueOf(values, tensor));
  // Symbolic in, symbolic out.
  const made = copy.apply(read.length === 1 ? read[0] : read, { ...callArguments }) as
    SymbolicTensor | SymbolicTensor[];
  return Array.isArray(made) ? made : [made];
}

/** Tensors of the copy's own: `setWeights` alone would share the model's memory. */
async function writeWeights(copy: layers.Layer, { layer, normalizations }: FoldedCall): Promise<void> {
  const weights = await (normalizations.length === 0
    ? readWeights(layer)
    : foldedWeights(layer, normalizations));
  const tensors = weights.map(({ values, shape }) => tensor(values, [...shape]));
  copy.setWeights(tensors);
  dispose(tensors);
}
