import type { Dataset } from "@tensorloom/data";
import { type InputBatch, predict, type PredictOptions } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Predicts the probability of malignancy of each image, by name, in the order of the dataset. */
export async function predictScores(
  model: LayersModel,
  images: Dataset<InputBatch>,
  options: PredictOptions = {},
): Promise<ReadonlyMap<string, number>> {
  const { ids, outputs } = await predict(model, images, options);
  return new Map(ids.map((id, row) => [id, outputs.data[row]]));
}
