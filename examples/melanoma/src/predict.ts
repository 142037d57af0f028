import { range, stack } from "@tensorloom/data";
import { predict } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Images } from "./images.ts";

export interface PredictionsOptions {
  readonly batch: number;
  /** Threads that share a batch; default 1. */
  readonly replicas?: number;
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** What a model says of images, by name, in their order. */
export async function predictions(
  model: LayersModel,
  images: Images,
  { batch, replicas = 1, onProgress, signal }: PredictionsOptions,
): Promise<ReadonlyMap<string, number>> {
  const batches = range(images.length)
    .map((position) => images.at(position), { concurrency: 4 })
    .batch(batch)
    .map((group) => ({ inputs: stack(group.map(({ image }) => image)), ids: group.map(({ name }) => name) }))
    .prefetch(2);
  const { ids, outputs } = await predict(model, batches, { replicas, onProgress, signal });
  return new Map(ids.map((id, row) => [id, outputs.data[row]]));
}
