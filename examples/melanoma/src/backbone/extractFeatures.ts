import { type Dataset, stack } from "@tensorloom/data";
import type { Image } from "@tensorloom/image";
import { predictBatches, type PredictOptions } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Options } from "../cli/options.ts";

/** An image's pooled features, and its label. */
export interface ImageFeatures {
  /** The features of each view; those of the image itself come first. */
  readonly views: readonly Float32Array[];
  readonly targets: number;
  readonly ids: string;
}

/** @inline */
export interface ExtractFeaturesOptions {
  /** Images per forward pass. */
  readonly batch: number;
  /** The ways to mirror and turn an image whose features are computed, besides the image itself. */
  readonly views: readonly ((image: Image) => Image)[];
  /** Threads and processes that share a batch. */
  readonly replicas: PredictOptions["replicas"];
  readonly engine: Options["engine"];
  /** Called after each batch with the number of images and views done. */
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** An image, its label and its name. */
interface LabelledImage {
  readonly inputs: Image;
  readonly targets: number;
  readonly ids: string;
}

/**
 * Computes the features of each image, and of its views, once.
 *
 * A frozen backbone returns the same features in every epoch, and mirroring and turning are the only augmentations, so
 * an epoch then costs the head alone. They take 4 bytes per feature and view, for any size of the images.
 */
export async function extractFeatures(
  backbone: LayersModel,
  images: Dataset<LabelledImage>,
  { batch, views, replicas, engine, onProgress, signal }: ExtractFeaturesOptions,
): Promise<readonly ImageFeatures[]> {
  const labels: Omit<ImageFeatures, "views">[] = [];
  const sides: Float32Array[][] = [[], ...views.map(() => [])];
  const batches = images
    .batch(batch)
    .tap((group) => labels.push(...group.map(({ targets, ids }) => ({ targets, ids }))))
    .flatMap((group) => {
      const plain = group.map(({ inputs }) => inputs);
      return [plain, ...views.map((view) => plain.map(view))];
    })
    .map((group) => ({ inputs: stack(group) }))
    .prefetch(2);
  let [count, done] = [0, 0];
  for await (const { outputs } of predictBatches(backbone, batches, { replicas, engine, signal })) {
    sides[count++ % sides.length].push(...splitRows(outputs));
    onProgress((done += outputs.shape[0]));
  }
  return labels.map((label, index) => ({ ...label, views: sides.map((side) => side[index]) }));
}

function splitRows({
  data,
  shape,
}: {
  data: Float32Array;
  shape: readonly number[];
}): readonly Float32Array[] {
  const width = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, row) => data.subarray(row * width, (row + 1) * width));
}
