import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawJpeg } from "./drawJpeg.ts";
import { planSample, SAMPLE } from "./planSample.ts";
import { patient } from "./randomPatient.ts";
import { writeFolder } from "./writeFolder.ts";
import type { WriteSampleOptions } from "./writeSample.ts";

/**
 * Draws the labelled images of a sample as files: `malignant/patient-17/ISIC_9000003.jpg`.
 *
 * They are those that `writeSample` writes into record files.
 *
 * @returns The labels of the test images, of which it has none.
 */
export async function writeClassFolder(
  folder: string,
  { seed, size = SAMPLE, onImage, signal }: WriteSampleOptions,
): Promise<ReadonlyMap<string, number>> {
  const images = planSample(seed, { ...size, testFiles: 0 }).flatMap((file) => file.images);
  await writeFolder(folder, async (part) => {
    for (const [at, image] of images.entries()) {
      signal?.throwIfAborted();
      onImage?.(at + 1);
      const { randomPatient } = patient(image.random.fork(1));
      const place = join(part, image.malignant ? "malignant" : "benign", `patient-${String(randomPatient)}`);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, `${image.name}.jpg`), await drawJpeg(image, size.pixels));
    }
  });
  return new Map();
}
