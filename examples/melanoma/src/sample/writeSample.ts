import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { encodeJpeg } from "@tensorloom/image/node";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { patient } from "./patient.ts";
import { picture } from "./picture.ts";
import { planSample, type PlannedFile, SAMPLE, type SampleSize } from "./plan.ts";
import { sampleRecord } from "./sampleRecord.ts";

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
  const files = planSample(seed, size);
  const tests = files.filter(({ kind }) => kind === "test").flatMap(({ images }) => images);
  let drawn = 0;
  try {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    for (const file of files) {
      const records = drawnRecords(file, size.pixels, () => {
        signal?.throwIfAborted();
        onImage?.(++drawn);
      });
      await writeRecordFile(join(part, file.name), records);
    }
    const rows = tests.map(({ name }) => `${name},0\n`);
    await writeFile(join(part, "sample_submission.csv"), `image_name,target\n${rows.join("")}`);
    await rm(folder, { recursive: true, force: true });
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
  return new Map(tests.map(({ name, malignant }) => [name, malignant ? 1 : 0]));
}

async function* drawnRecords(
  { kind, images }: PlannedFile,
  pixels: number,
  onImage: () => void,
): AsyncGenerator<Uint8Array> {
  for (const { name, malignant, random } of images) {
    await setImmediate(); // drawing is slow, and Ctrl-C must be heard
    onImage();
    const image = await encodeJpeg(picture(random.fork(0), { malignant, size: pixels }), { quality: 90 });
    const target = kind === "test" ? undefined : malignant ? 1 : 0;
    yield sampleRecord({ image, name, target, ...patient(random.fork(1)) });
  }
}
