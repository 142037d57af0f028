import { fromArray, range, stack } from "@tensorloom/data";
import { predictions } from "@tensorloom/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { mirrored, type Images } from "./images.ts";

/** What a frozen backbone makes of images: all that the head needs to know of them. */
export interface Features {
  readonly targets: readonly number[];
  /** A row an image, as it is. */
  readonly plain: readonly Float32Array[];
  /** A row an image, left and right exchanged; empty where not asked for. */
  readonly mirrored: readonly Float32Array[];
}

export interface FeaturesOptions {
  /** Images that go through the backbone at once. */
  readonly batch: number;
  /** Whether the mirrored images are wanted too. */
  readonly mirror: boolean;
  /** Threads that share a batch. */
  readonly replicas: number;
  /** Called after each batch with how many images are done. */
  readonly onProgress: (done: number) => void;
  readonly signal: AbortSignal;
}

/** Images decoded at a time: as many as libuv's threads. */
const DECODERS = 4;

/**
 * Sends each image through the backbone once, and once mirrored: the only augmentation there is. Epochs then cost the
 * head alone. Memory: one float for each feature, two where mirrored, whatever the images' size.
 */
export async function features(
  backbone: LayersModel,
  images: Images,
  { batch, mirror, replicas, onProgress, signal }: FeaturesOptions,
): Promise<Features> {
  const found = { targets: [] as number[], plain: [] as Float32Array[], mirrored: [] as Float32Array[] };
  const sides = mirror ? [found.plain, found.mirrored] : [found.plain];
  const batches = range(images.length)
    .map((position) => images.at(position), { concurrency: DECODERS })
    .batch(batch)
    .tap((group) => found.targets.push(...group.map(({ target }) => target)))
    .flatMap((group) => fromArray(mirror ? [group, group.map(mirrored)] : [group]))
    .map((group) => ({ inputs: stack(group.map(({ image }) => image)) }))
    .prefetch(2);
  let at = 0;
  for await (const { outputs } of predictions(backbone, batches, { replicas, signal })) {
    sides[at % sides.length].push(...rowsOf(outputs));
    at++;
    onProgress(sides[sides.length - 1].length);
  }
  return found;
}

function rowsOf({ data, shape }: { data: Float32Array; shape: readonly number[] }): readonly Float32Array[] {
  const width = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, row) => data.subarray(row * width, (row + 1) * width));
}
