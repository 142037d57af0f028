import { random, type Random } from "@tensorloom/core";

/** The size of a sample. */
export interface SampleSize {
  readonly trainFiles: number;
  readonly testFiles: number;
  /** Images per file, and how many of them are malignant. */
  readonly images: number;
  readonly malignant: number;
  /** Height and width of the images in pixels. */
  readonly pixels: number;
}

/** The command's sample: 16 train files, as in the competition, of 72 images each, one in nine malignant. */
export const SAMPLE: SampleSize = { trainFiles: 16, testFiles: 4, images: 72, malignant: 8, pixels: 128 };

/** An image before it is drawn. */
export interface PlannedImage {
  readonly name: string;
  readonly malignant: boolean;
  /** The random stream of its drawing. */
  readonly random: Random;
}

/** A record file before it is written. */
export interface PlannedFile {
  readonly kind: "train" | "test";
  /** `train00-72.tfrec`. */
  readonly name: string;
  readonly images: readonly PlannedImage[];
}

/** Plans the files of a sample. As in the competition, each has malignant images, at random positions. */
export function planSample(seed: number, size: SampleSize): readonly PlannedFile[] {
  return [
    ...Array.from({ length: size.trainFiles }, (_, file) => planFile("train", file, seed, size)),
    ...Array.from({ length: size.testFiles }, (_, file) => planFile("test", file, seed, size)),
  ];
}

function planFile(kind: "train" | "test", file: number, seed: number, size: SampleSize): PlannedFile {
  const { images, malignant, trainFiles } = size;
  const draw = random(seed, kind === "train" ? 0 : 1, file);
  const first = 9_000_000 + (kind === "train" ? file : trainFiles + file) * images; // above all numbers of the ISIC archive
  const labels = shuffle(
    Array.from({ length: images }, (_, index) => index < malignant),
    draw.fork(0),
  );
  return {
    kind,
    name: `${kind}${String(file).padStart(2, "0")}-${String(images)}.tfrec`,
    images: labels.map((isMalignant, index) => ({
      name: `ISIC_${String(first + index)}`,
      malignant: isMalignant,
      random: draw.fork(1, index),
    })),
  };
}

function shuffle<T>(items: readonly T[], draw: Random): readonly T[] {
  return items
    .map((item) => ({ item, key: draw.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
