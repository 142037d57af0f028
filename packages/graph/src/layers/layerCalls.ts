import type { layers, LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";

/** One call of a layer in a functional model. */
export interface LayerCall {
  readonly layer: layers.Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** Arguments of the call besides the inputs. */
  readonly callArguments: Readonly<Record<string, unknown>>;
}

/**
 * Lists the layer calls that lead from a model's inputs to its outputs.
 *
 * They are in topological order, without input layers.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { layerCallsOf } from "@tensorloom/graph/internal";
 *
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] }), layers.reLU()] });
 * layerCallsOf(model).map(({ layer }) => layer.getClassName()); // => ["Dense", "ReLU"]
 * ```
 */
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

/** Counts the readers of each tensor: layers, and the outputs of the model. */
export function countReaders(
  model: LayersModel,
  calls: readonly LayerCall[],
): ReadonlyMap<SymbolicTensor, number> {
  const reads = new Map<SymbolicTensor, number>();
  for (const tensor of [...calls.flatMap(({ inputs }) => inputs), ...model.outputs])
    reads.set(tensor, (reads.get(tensor) ?? 0) + 1);
  return reads;
}
