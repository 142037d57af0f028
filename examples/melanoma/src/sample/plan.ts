import { random, type Random } from "@tensorloom/core";

/** How many files and images a sample has. */
export interface SampleSize {
  readonly trainFiles: number;
  readonly testFiles: number;
  /** Images in a file, and how many of them are malignant. */
  readonly images: number;
  readonly malignant: number;
  /** Height and width of the images in pixels. */
  readonly pixels: number;
}

/** What the command draws: 16 files to learn from, as the competition has, of 72 images, one in nine malignant. */
export const SAMPLE: SampleSize = { trainFiles: 16, testFiles: 4, images: 72, malignant: 8, pixels: 128 };

/** An image that is to be drawn. */
export interface PlannedImage {
  readonly name: string;
  readonly malignant: boolean;
  /** What the drawing depends on besides. */
  readonly random: Random;
}

/** A record file that is to be written. */
export interface PlannedFile {
  readonly kind: "train" | "test";
  /** `train00-72.tfrec`. */
  readonly name: string;
  readonly images: readonly PlannedImage[];
}

/** The files of a sample. As in the competition, each has its share of malignant images, at places of their own. */
export function planSample(seed: number, size: SampleSize): readonly PlannedFile[] {
  return [
    ...Array.from({ length: size.trainFiles }, (_, file) => plannedFile("train", file, seed, size)),
    ...Array.from({ length: size.testFiles }, (_, file) => plannedFile("test", file, seed, size)),
  ];
}

function plannedFile(kind: "train" | "test", file: number, seed: number, size: SampleSize): PlannedFile {
  const { images, malignant, trainFiles } = size;
  const draw = random(seed, kind === "train" ? 0 : 1, file);
  const first = 9_000_000 + (kind === "train" ? file : trainFiles + file) * images; // the archive's numbers end before
  const labels = shuffled(
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

function shuffled<T>(items: readonly T[], draw: Random): readonly T[] {
  return items
    .map((item) => ({ item, key: draw.uniform() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
