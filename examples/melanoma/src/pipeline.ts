import { concatenate, type Dataset, fromIndexed, fromSource, type MapContext, stack } from "@tensorloom/data";
import { randomFlipLeftRight } from "@tensorloom/image";
import type { Batch, InputBatch } from "@tensorloom/training";
import { decodeAndResize, parseLabelled, parseUnlabelled, type LabelledImage } from "./decode.ts";
import type { RecordFiles } from "./files/openFiles.ts";

/** How images become batches. */
export interface BatchOptions {
  /** Height and width of the images. */
  readonly size: number;
  /** Images per batch. */
  readonly batch: number;
}

const CONCURRENCY = 4; // images decoded at a time: libuv has four threads
const flip = randomFlipLeftRight();

/** The records of some files, one file after the other, with random access. */
export function readRecords(files: RecordFiles): Dataset<Uint8Array> {
  return fromSource(concatenate(...files.map((file) => fromIndexed(file))));
}

/** Batches for training, without end: in a new order in each epoch, with half of the images mirrored. */
export function trainingDataset(
  files: RecordFiles,
  { size, batch, seed }: BatchOptions & { readonly seed: number },
): Dataset<Batch> {
  return readRecords(files)
    .shuffle({ seed })
    .repeat()
    .map(parseLabelled)
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
export function labelledImages(records: Dataset<Uint8Array>, size: number): Dataset<LabelledImage> {
  return records.map(parseLabelled).map(decodeAndResize(size), { concurrency: CONCURRENCY });
}

/** Batches for validation: every image once. */
export function validationDataset(files: RecordFiles, { size, batch }: BatchOptions): Dataset<Batch> {
  return labelledImages(readRecords(files), size).batch(batch, { collate: stack }).prefetch(2);
}

/** Batches to predict, with the images' names. */
export function testDataset(files: RecordFiles, { size, batch }: BatchOptions): Dataset<InputBatch> {
  return readRecords(files)
    .map(parseUnlabelled)
    .map(decodeAndResize(size), { concurrency: CONCURRENCY })
    .batch(batch, { collate: stack })
    .prefetch(2);
}
