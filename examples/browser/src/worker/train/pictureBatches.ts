import { fromArray, type Source, stack } from "@tensorloom/data";
import type { Augmentation, Image } from "@tensorloom/image";
import type { Batch } from "@tensorloom/training";

/** A picture in memory, at the size that the network reads. */
export interface Sample {
  readonly id: number;
  readonly label: number;
  readonly image: Image<Uint8Array>;
}

interface PictureBatches {
  readonly seed: number;
  readonly batchSize: number;
  readonly augment: Augmentation | undefined;
}

/** Batches to train on: a new order in every epoch, and new augmentations. */
export function trainBatches(
  samples: readonly Sample[],
  { seed, batchSize, augment }: PictureBatches,
): Source<Batch> {
  return fromArray(samples)
    .shuffle({ seed })
    .map(
      ({ image, label }, { random }) => ({
        inputs: augment === undefined ? image : augment(image, random),
        targets: label,
      }),
      { seed },
    )
    .batch(batchSize, { collate: stack });
}

/** Batches in their order, with the numbers of the pictures. */
export function validationBatches(samples: readonly Sample[], batchSize: number): Source<Batch> {
  return fromArray(samples)
    .map(({ image, label, id }) => ({ inputs: image, targets: label, ids: String(id) }))
    .batch(batchSize, { collate: stack });
}
