import { type Dataset, type MapContext, stack } from "@tensorloom/data";
import type { Image } from "@tensorloom/image";
import type { Batch, InputBatch } from "@tensorloom/training";
import { decodeAndResize, decodeAsTensorFlow } from "../decode.ts";
import type { LabelledPicture, Picture } from "../pictures/trainingData.ts";
import type { Recipe } from "./recipe.ts";
import { recipeAugmentation } from "./recipeAugmentation.ts";

/** What a model learns of a picture, and reads besides its pixels. */
export interface PictureFacts {
  /** The class. */
  readonly target: number;
  /** The row of metadata by the size of the picture's file; undefined if the model reads the image alone. */
  readonly metadata: ((fileBytes: number) => Float32Array) | undefined;
}

/** Finds the facts of a picture by its name. */
export type FactsOf = (id: string) => PictureFacts;

/** @inline */
export interface PipelineOptions {
  readonly factsOf: FactsOf;
  /** Images per batch. */
  readonly batch: number;
}

const CONCURRENCY = 4; // images decoded at a time: libuv has four threads

/** The buffer of the notebook's shuffle. */
const SHUFFLE_BUFFER = 2048;

/** Batches for training, without end. */
export function recipeTrainingDataset(
  pictures: Dataset<LabelledPicture>,
  recipe: Pick<Recipe, "name" | "size" | "augmentation">,
  { factsOf, batch, seed }: PipelineOptions & { readonly seed: number },
): Dataset<Batch> {
  const augment = recipeAugmentation(recipe);
  // The notebook repeats, and shuffles in a buffer; here the buffer holds files, not decoded images.
  const shuffled =
    recipe.name === "notebook"
      ? pictures.repeat().shuffle({ buffer: SHUFFLE_BUFFER, seed })
      : pictures.shuffle({ seed }).repeat();
  return decode(shuffled, recipe)
    .map((picture, { random }: MapContext) => ({ ...picture, inputs: augment(picture.inputs, random) }), {
      seed: seed + 1,
    })
    .map((picture) => toRow(picture, factsOf))
    .batch(batch, { collate: stack })
    .prefetch(2);
}

/** Batches of every picture once, with the targets. */
export function recipeValidationDataset(
  pictures: Dataset<LabelledPicture>,
  recipe: Pick<Recipe, "name" | "size">,
  { factsOf, batch }: PipelineOptions,
): Dataset<Batch> {
  return decode(pictures, recipe)
    .map((picture) => toRow(picture, factsOf))
    .batch(batch, { collate: stack })
    .prefetch(2);
}

/** Batches to predict. */
export function recipeTestDataset(
  pictures: Dataset<Picture>,
  recipe: Pick<Recipe, "name" | "size">,
  { factsOf, batch }: PipelineOptions,
): Dataset<InputBatch> {
  return decode(pictures, recipe)
    .map((picture) => {
      const { ids, inputs } = toRow(picture, factsOf);
      return { ids, inputs };
    })
    .batch(batch, { collate: stack })
    .prefetch(2);
}

interface Decoded {
  readonly ids: string;
  readonly inputs: Image;
  readonly fileBytes: number;
}

function decode(pictures: Dataset<Picture>, { name, size }: Pick<Recipe, "name" | "size">): Dataset<Decoded> {
  const decodePicture = name === "notebook" ? decodeAsTensorFlow(size) : decodeAndResize(size);
  return pictures
    .map(({ ids, bytes }) => ({ ids, bytes, fileBytes: bytes.length }))
    .map(decodePicture, { concurrency: CONCURRENCY });
}

function toRow({ ids, inputs, fileBytes }: Decoded, factsOf: FactsOf) {
  const { target, metadata } = factsOf(ids);
  return {
    ids,
    targets: target,
    inputs: metadata === undefined ? [inputs] : [inputs, metadata(fileBytes)],
  };
}
