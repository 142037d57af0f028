import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { patient } from "./randomPatient.ts";
import { drawJpeg } from "./drawJpeg.ts";
import { planSample, type PlannedFile, SAMPLE, type SampleSize } from "./planSample.ts";
import { encodeRecord } from "./encodeRecord.ts";
import { writeFolder } from "./writeFolder.ts";

/** @inline */
export interface WriteSampleOptions {
  /** Determines every byte, for the same JPEG encoder. */
  readonly seed: number;
  readonly size?: SampleSize | undefined;
  /** Called after each image with the number of images drawn. */
  readonly onImage?: ((drawn: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Draws a data set in the competition's layout: `trainNN-COUNT.tfrec`, `testNN-COUNT.tfrec`, `sample_submission.csv`.
 *
 * The folder appears, or replaces an earlier one, when it is complete.
 *
 * @returns The labels of the test images, by name: 1 malignant, 0 benign.
 */
export async function writeSample(
  folder: string,
  { seed, size = SAMPLE, onImage, signal }: WriteSampleOptions,
): Promise<ReadonlyMap<string, number>> {
  const files = planSample(seed, size);
  const tests = files.filter(({ kind }) => kind === "test").flatMap(({ images }) => images);
  let drawn = 0;
  await writeFolder(folder, async (part) => {
    for (const file of files) {
      const records = drawRecords(file, size.pixels, () => {
        signal?.throwIfAborted();
        onImage?.(++drawn);
      });
      await writeRecordFile(join(part, file.name), records);
    }
    const rows = tests.map(({ name }) => `${name},0\n`);
    await writeFile(join(part, "sample_submission.csv"), `image_name,target\n${rows.join("")}`);
  });
  return new Map(tests.map(({ name, malignant }) => [name, malignant ? 1 : 0]));
}

async function* drawRecords(
  { kind, images }: PlannedFile,
  pixels: number,
  onImage: () => void,
): AsyncGenerator<Uint8Array> {
  for (const planned of images) {
    onImage();
    const { name, malignant, random } = planned;
    const image = await drawJpeg(planned, pixels);
    const target = kind === "test" ? undefined : malignant ? 1 : 0;
    yield encodeRecord({ image, name, target, ...patient(random.fork(1)) });
  }
}
