import type { Random } from "@tensorloom/core";
import { range, stack, type Source } from "@tensorloom/data";
import type { Image } from "@tensorloom/image";
import type { Batch } from "@tensorloom/training";
import type { Features } from "./features.ts";
import { mirrored, type Images } from "./images.ts";

/** What the model is shown, and what it should say. */
export interface Lesson {
  readonly inputs: Float32Array | Image<Uint8Array>;
  readonly targets: number;
}

/** A set of lessons by position. */
export interface Lessons {
  readonly length: number;
  /** With `random`, for training: perhaps mirrored. Without: as it is. */
  at(position: number, random?: Random): Lesson | Promise<Lesson>;
}

/** The notebook's buffer. Positions wait in it, not images, so it costs nothing. */
const SHUFFLE_BUFFER = 2048;

/** Lessons from images: decoded each time, bytes until the model's first layer. */
export function fromImages(images: Images): Lessons {
  return {
    length: images.length,
    async at(position, random) {
      const loaded = await images.at(position);
      const { image, target } = isMirrored(random) ? mirrored(loaded) : loaded;
      return { inputs: image, targets: target };
    },
  };
}

/** Lessons from what the backbone made of images. */
export function fromFeatures({ targets, plain, mirrored }: Features): Lessons {
  return {
    length: targets.length,
    at: (position, random) => ({
      inputs: (isMirrored(random) ? mirrored : plain)[position],
      targets: targets[position],
    }),
  };
}

function isMirrored(random: Random | undefined): boolean {
  return random !== undefined && random.uniform() < 0.5;
}

/** Batches without end: repeat, shuffle(2048), perhaps mirror, batch, prefetch, as the notebook does. */
export function trainingBatches(lessons: Lessons, batch: number, seed: number): Source<Batch> {
  return range(lessons.length)
    .repeat()
    .shuffle({ buffer: SHUFFLE_BUFFER, seed })
    .map((position, { random }) => lessons.at(position, random), { concurrency: 4, seed: seed + 1 })
    .batch(batch, { collate: stack<Lesson> })
    .prefetch(2);
}

/** Every lesson once, as it is, in order. */
export function validationBatches(lessons: Lessons, batch: number): Source<Batch> {
  return range(lessons.length)
    .map((position) => lessons.at(position), { concurrency: 4 })
    .batch(batch, { collate: stack<Lesson> })
    .prefetch(2);
}
