import { tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Changes the backend, and takes the weights of a network along: some backends cannot be read by others. */
export async function moveWeights<T>(model: LayersModel | undefined, change: () => Promise<T>): Promise<T> {
  const weights = model?.getWeights() ?? [];
  const numbers = await Promise.all(weights.map((weight) => weight.data()));
  const result = await change();
  const moved = weights.map(({ shape }, at) => tensor(numbers[at], shape));
  model?.setWeights(moved);
  for (const one of moved) one.dispose();
  return result;
}
