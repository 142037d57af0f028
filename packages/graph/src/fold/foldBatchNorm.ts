import { dispose, type serialization, tensor } from "@tensorflow/tfjs-core";
import {
  input,
  type layers,
  LayersModel,
  model as modelOf,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { foldWeights, readWeights } from "./foldWeights.ts";
import { foldPlan, type FoldedCall } from "./foldPlan.ts";

/**
 * Copies a model with its batch normalisations folded away, for prediction (batch-norm folding).
 *
 * A convolution or dense layer takes the scale and shift of the batch normalisation after it into its kernel and bias,
 * and the activation after that as its own. Everything else stays: names, models inside, shared layers, and batch
 * normalisations after other layers. All layers are stock ones, so the copy saves and loads anywhere. It has weights of
 * its own, and the model is not changed. Outputs agree to 1e-5 relative.
 *
 * Fold last: a folded model that is trained further has no batch normalisation. For speed on wasm, fuse the copy:
 * `fuse(await foldBatchNorm(model))`.
 *
 * @param model - Functional or sequential.
 * @see Jacob et al. 2018, arXiv:1712.05877, section 3.2
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

/** A layer of the same class, with the plan's options. Its first weights are zeros, since they are written next. */
async function copyOf({ layer, normalizations, activation }: FoldedCall): Promise<layers.Layer> {
  if (layer instanceof LayersModel) return foldBatchNorm(layer);
  const kind = layer.constructor as serialization.SerializableConstructor<layers.Layer>; // its own class
  const copy = kind.fromConfig(kind, {
    ...layer.getConfig(),
    ...("depthMultiplier" in layer ? { depthMultiplier: Number(layer.depthMultiplier) } : {}), // SeparableConv2D leaves it out
    ...(normalizations.length === 0 ? {} : { ...UNREGULATED, useBias: true }),
    ...(activation === undefined ? {} : { activation }),
  });
  copy.setFastWeightInitDuringBuild(true);
  return copy;
}

/** Regularisers and constraints of a kernel do not hold for a folded one. */
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

/** Writes new tensors: `setWeights` with the model's own would share their memory. */
async function writeWeights(copy: layers.Layer, { layer, normalizations }: FoldedCall): Promise<void> {
  const weights = await (normalizations.length === 0
    ? readWeights(layer)
    : foldWeights(layer, normalizations));
  const tensors = weights.map(({ values, shape }) => tensor(values, [...shape]));
  copy.setWeights(tensors);
  dispose(tensors);
}
