import { iterate, range, stack } from "@tensorloom/data";
import { infer } from "@tensorloom/training";
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
  { batch, mirror, onProgress, signal }: FeaturesOptions,
): Promise<Features> {
  const pooled = infer(backbone);
  const found = { targets: [] as number[], plain: [] as Float32Array[], mirrored: [] as Float32Array[] };
  const batches = range(images.length)
    .map((position) => images.at(position), { concurrency: DECODERS })
    .batch(batch)
    .prefetch(2);
  for await (const group of iterate(batches, { signal })) {
    const rows = async (of: typeof group): Promise<readonly Float32Array[]> =>
      rowsOf(await pooled(stack(of.map(({ image }) => image))));
    found.targets.push(...group.map(({ target }) => target));
    found.plain.push(...(await rows(group)));
    if (mirror) found.mirrored.push(...(await rows(group.map(mirrored))));
    onProgress(found.targets.length);
  }
  return found;
}

function rowsOf({ data, shape }: { data: Float32Array; shape: readonly number[] }): readonly Float32Array[] {
  const width = data.length / shape[0];
  return Array.from({ length: shape[0] }, (_, row) => data.subarray(row * width, (row + 1) * width));
}
