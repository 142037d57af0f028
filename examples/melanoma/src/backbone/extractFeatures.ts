import { type Dataset, stack } from "@tensorloom/data";
import { flipLeftRight, type Image } from "@tensorloom/image";
import { predictBatches } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Options } from "../cli/options.ts";

/** An image's pooled features, and its label. */
export interface ImageFeatures {
  readonly plain: Float32Array;
  /** The features of the mirrored image; undefined if they were not requested. */
  readonly mirrored: Float32Array | undefined;
  readonly targets: number;
}

/** @inline */
export interface ExtractFeaturesOptions {
  /** Images per forward pass. */
  readonly batch: number;
  /** Whether to compute the features of the mirrored images, too. */
  readonly mirror: boolean;
  /** Threads that share a batch. */
  readonly replicas: number;
  readonly engine: Options["engine"];
  /** Called after each batch with the number of images done. */
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** An image and its label. */
interface LabelledImage {
  readonly inputs: Image;
  readonly targets: number;
}

/**
 * Computes the features of each image, and of the mirrored image, once.
 *
 * A frozen backbone returns the same features in every epoch, and the flip is the only augmentation, so an epoch then
 * costs the head alone. They take 4 bytes per feature and side, for any size of the images.
 */
export async function extractFeatures(
  backbone: LayersModel,
  images: Dataset<LabelledImage>,
  { batch, mirror, replicas, engine, onProgress, signal }: ExtractFeaturesOptions,
): Promise<readonly ImageFeatures[]> {
  const targets: number[] = [];
  const sides: Float32Array[][] = mirror ? [[], []] : [[]];
  const batches = images
    .batch(batch)
    .tap((group) => targets.push(...group.map((image) => image.targets)))
    .flatMap((group) => [group, group.map(mirrorImage)].slice(0, sides.length))
    .map((group) => ({ inputs: stack(group.map(({ inputs }) => inputs)) }))
    .prefetch(2);
  let count = 0;
  for await (const { outputs } of predictBatches(backbone, batches, { replicas, engine, signal })) {
    sides[count++ % sides.length].push(...splitRows(outputs));
    onProgress(sides[sides.length - 1].length);
  }
  return targets.map((target, index) => ({
    plain: sides[0][index],
    mirrored: sides.at(1)?.[index],
    targets: target,
  }));
}

function mirrorImage({ inputs, targets }: LabelledImage): LabelledImage {
  return { inputs: flipLeftRight(inputs), targets };
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
