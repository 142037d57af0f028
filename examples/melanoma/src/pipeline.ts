import { type Dataset, type MapContext, stack } from "@tensorloom/data";
import { randomFlipLeftRight } from "@tensorloom/image";
import type { Batch, InputBatch } from "@tensorloom/training";
import { decodeAndResize, type LabelledImage } from "./decode.ts";
import type { LabelledPicture, Picture } from "./pictures/trainingData.ts";

/** How images become batches. */
export interface BatchOptions {
  /** Height and width of the images. */
  readonly size: number;
  /** Images per batch. */
  readonly batch: number;
}

const CONCURRENCY = 4; // images decoded at a time: libuv has four threads
const flip = randomFlipLeftRight();

/** Batches for training, without end: in a new order in each epoch, with half of the images mirrored. */
export function trainingDataset(
  pictures: Dataset<LabelledPicture>,
  { size, batch, seed }: BatchOptions & { readonly seed: number },
): Dataset<Batch> {
  return pictures
    .shuffle({ seed })
    .repeat()
    .map(decodeAndResize(size), { concurrency: CONCURRENCY })
    .map(augment, { seed: seed + 1 })
    .batch(batch, { collate: stack })
    .prefetch(2);
}

/** Mirrors half of the images. */
function augment(image: LabelledImage, { random }: MapContext): LabelledImage {
  return { ...image, inputs: flip(image.inputs, random) };
}

/** Labelled images, each once and in order. */
export function labelledImages(pictures: Dataset<LabelledPicture>, size: number): Dataset<LabelledImage> {
  return pictures.map(decodeAndResize(size), { concurrency: CONCURRENCY });
}

/** Batches for validation: every image once. */
export function validationDataset(
  pictures: Dataset<LabelledPicture>,
  { size, batch }: BatchOptions,
): Dataset<Batch> {
  return labelledImages(pictures, size).batch(batch, { collate: stack }).prefetch(2);
}

/** Batches to predict, with the images' names. */
export function testDataset(pictures: Dataset<Picture>, { size, batch }: BatchOptions): Dataset<InputBatch> {
  return pictures
    .map(decodeAndResize(size), { concurrency: CONCURRENCY })
    .map(({ ids, inputs }) => ({ ids, inputs }))
    .batch(batch, { collate: stack })
    .prefetch(2);
}
