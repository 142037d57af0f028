import { type Dataset, fromArray, stack } from "@tensorloom/data";
import type { Batch } from "@tensorloom/training";
import type { ImageFeatures } from "./backbone/extractFeatures.ts";

/** The notebook's buffer. It holds references to features, so it takes no memory. */
const SHUFFLE_BUFFER = 2048;

/** Batches to train the head, without end: shuffled, with one view of each image, chosen at random. */
export function trainingFeatures(
  images: readonly ImageFeatures[],
  { batch, seed }: { readonly batch: number; readonly seed: number },
): Dataset<Batch> {
  return fromArray(images)
    .repeat()
    .shuffle({ buffer: SHUFFLE_BUFFER, seed })
    .map(({ views, targets }, { random }) => ({ inputs: views[random.integer(views.length)], targets }), {
      seed: seed + 1,
    })
    .batch(batch, { collate: stack })
    .prefetch(2);
}

/** Batches to validate the head: every image once. */
export function validationFeatures(
  images: readonly ImageFeatures[],
  { batch }: { readonly batch: number },
): Dataset<Batch> {
  return fromArray(images)
    .map(({ views, targets }) => ({ inputs: views[0], targets }))
    .batch(batch, { collate: stack })
    .prefetch(2);
}
