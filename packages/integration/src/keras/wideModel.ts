import type { Random } from "@tensorloom/core";
import { input, layers, type LayersModel, model, type SymbolicTensor } from "@tensorflow/tfjs-layers";

/**
 * A random graph of equal dense layers, some shared, and sums: Keras finds their weights by their order alone, so a
 * layer in another place predicts otherwise.
 */
export function wideModel(random: Random): LayersModel {
  const initializers = { kernelInitializer: "glorotNormal", biasInitializer: "glorotNormal" } as const;
  const tensors: SymbolicTensor[] = ["a", "b"].map((name) => input({ shape: [4], name }));
  const inputs = [...tensors];
  const pick = (): SymbolicTensor => tensors[random.integer(tensors.length)];
  const dense: layers.Layer[] = [];
  for (let count = 0; count < 24; count++) {
    if (dense.length === 0 || random.uniform() < 0.6)
      dense.push(layers.dense({ units: 4, activation: "tanh", useBias: false, ...initializers }));
    const isSum = random.uniform() < 0.3;
    const layer = isSum
      ? layers.average()
      : dense[dense.length - 1 - random.integer(Math.min(3, dense.length))];
    tensors.push(layer.apply(isSum ? [pick(), pick()] : pick()) as SymbolicTensor); // symbolic in, symbolic out
  }
  const ends = [tensors[tensors.length - 1], pick(), pick()];
  const all = layers.concatenate().apply([...ends, ...inputs]) as SymbolicTensor;
  return model({ inputs, outputs: [all, ends[0]] });
}
