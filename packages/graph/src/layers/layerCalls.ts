import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";

/** One call of a layer in a model: what a functional model is made of. */
export interface LayerCall {
  readonly layer: layers.Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** What the layer was called with besides its inputs. */
  readonly callArguments: Readonly<Record<string, unknown>>;
}

/** The calls that lead from a model's inputs to its outputs, each after those that it reads; input layers are left out. */
export function layerCallsOf(model: LayersModel): readonly LayerCall[] {
  const found: LayerCall[] = [];
  const seen = new Set<SymbolicTensor>(model.inputs);
  const visit = (tensor: SymbolicTensor): void => {
    if (seen.has(tensor)) return;
    const { inputTensors, outputTensors, callArgs } = tensor.sourceLayer.inboundNodes[tensor.nodeIndex];
    for (const output of outputTensors) seen.add(output);
    inputTensors.forEach(visit);
    found.push({
      layer: tensor.sourceLayer,
      inputs: inputTensors,
      outputs: outputTensors,
      callArguments: callArgs ?? {},
    });
  };
  model.outputs.forEach(visit);
  return found;
}

/** How often each tensor is read: by layers, and once more for each time that it is an output of the model. */
export function countReaders(
  model: LayersModel,
  applications: readonly LayerCall[],
): ReadonlyMap<SymbolicTensor, number> {
  const reads = new Map<SymbolicTensor, number>();
  for (const tensor of [...applications.flatMap(({ inputs }) => inputs), ...model.outputs])
    reads.set(tensor, (reads.get(tensor) ?? 0) + 1);
  return reads;
}
