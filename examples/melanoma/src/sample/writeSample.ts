import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { random } from "@tensorloom/core";
import { encodeJpeg } from "@tensorloom/image/node";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { patient } from "./patient.ts";
import { picture } from "./picture.ts";
import { sampleRecord } from "./sampleRecord.ts";

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

/** What the command draws: as many files as the competition has, 1152 images to learn from, one in nine malignant. */
export const SAMPLE: SampleSize = { trainFiles: 16, testFiles: 4, images: 72, malignant: 8, pixels: 128 };

export interface WriteSampleOptions {
  /** The same seed, the same bytes (by the same JPEG encoder). */
  readonly seed: number;
  readonly size?: SampleSize;
  /** Called after each image with how many are drawn. */
  readonly onImage?: (drawn: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Draws a data set in the competition's layout: `trainNN-COUNT.tfrec`, `testNN-COUNT.tfrec`, `sample_submission.csv`.
 *
 * The folder appears, or is replaced, when all of it is drawn.
 *
 * @returns What the test images really are, by name: what a competition keeps to itself.
 */
export async function writeSample(
  folder: string,
  { seed, size = SAMPLE, onImage, signal }: WriteSampleOptions,
): Promise<ReadonlyMap<string, number>> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  const truth = new Map<string, number>();
  let drawn = 0;

  async function* records(kind: "train" | "test", file: number): AsyncGenerator<Uint8Array> {
    const isTrain = kind === "train";
    const draw = random(seed, isTrain ? 0 : 1, file);
    for (const [index, malignant] of shuffledLabels(size, draw.fork(0)).entries()) {
      signal?.throwIfAborted();
      await setImmediate(); // drawing is slow, and Ctrl-C must be heard
      const number = (isTrain ? 0 : size.trainFiles * size.images) + file * size.images + index;
      const name = `ISIC_${String(9_000_000 + number)}`; // the archive's numbers end before
      const target = malignant ? 1 : 0;
      if (!isTrain) truth.set(name, target);
      const drawing = picture(draw.fork(1, index), { malignant, size: size.pixels });
      const image = await encodeJpeg(drawing, { quality: 90 });
      yield sampleRecord({
        image,
        name,
        target: isTrain ? target : undefined,
        ...patient(draw.fork(2, index)),
      });
      onImage?.(++drawn);
    }
  }
  for (const [kind, files] of [["train", size.trainFiles] as const, ["test", size.testFiles] as const]) {
    for (let file = 0; file < files; file++) {
      const name = `${kind}${String(file).padStart(2, "0")}-${String(size.images)}.tfrec`;
      await writeRecordFile(join(part, name), records(kind, file));
    }
  }
  const rows = [...truth.keys()].sort().map((name) => `${name},0\n`);
  await writeFile(join(part, "sample_submission.csv"), `image_name,target\n${rows.join("")}`);
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
  return truth;
}

/** As in the competition, every file has its share of malignant images, at places of their own. */
function shuffledLabels(
  { images, malignant }: SampleSize,
  draw: { readonly uniform: () => number },
): readonly boolean[] {
  return Array.from({ length: images }, (_, index) => ({
    isMalignant: index < malignant,
    key: draw.uniform(),
  }))
    .sort((a, b) => a.key - b.key)
    .map(({ isMalignant }) => isMalignant);
}
