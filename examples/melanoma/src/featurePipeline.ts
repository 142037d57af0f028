import { type Dataset, fromArray, stack } from "@tensorloom/data";
import type { Batch } from "@tensorloom/training";
import type { ImageFeatures } from "./backbone/extractFeatures.ts";

/** The notebook's buffer. It holds references to features, so it takes no memory. */
const SHUFFLE_BUFFER = 2048;

/** Batches to train the head, without end: shuffled, with half of the images mirrored. */
export function trainingFeatures(
  images: readonly ImageFeatures[],
  { batch, seed }: { readonly batch: number; readonly seed: number },
): Dataset<Batch> {
  return fromArray(images)
    .repeat()
    .shuffle({ buffer: SHUFFLE_BUFFER, seed })
    .map(
      ({ plain, mirrored = plain, targets }, { random }) => ({
        inputs: random.uniform() < 0.5 ? mirrored : plain,
        targets,
      }),
      { seed: seed + 1 },
    )
    .batch(batch, { collate: stack })
    .prefetch(2);
}

/** Batches to validate the head: every image once. */
export function validationFeatures(
  images: readonly ImageFeatures[],
  { batch }: { readonly batch: number },
): Dataset<Batch> {
  return fromArray(images)
    .map(({ plain, targets }) => ({ inputs: plain, targets }))
    .batch(batch, { collate: stack })
    .prefetch(2);
}
