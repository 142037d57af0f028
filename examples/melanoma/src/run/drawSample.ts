import { joinPlace } from "@tensorloom/core/internal/node";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { progressBar } from "../cli/progressBar.ts";
import { SAMPLE, type SampleSize } from "../sample/planSample.ts";
import { writeClassFolder } from "../sample/writeClassFolder.ts";
import { writeSample } from "../sample/writeSample.ts";

/** A drawn data set and the labels of its test images. */
export interface DrawnSample {
  readonly folder: string;
  readonly images: number;
  /** 1 malignant, 0 benign, by image name. */
  readonly testTargets: ReadonlyMap<string, number>;
}

/** Draws the sample into OUT/sample, with a progress bar. */
export function drawSample(
  { out, seed }: Pick<Options, "out" | "seed">,
  io: CommandIO,
  size?: SampleSize,
): Promise<DrawnSample> {
  return drawSampleInto(joinPlace(out, "sample"), { seed, form: "records", size }, io);
}

/** @inline */
export interface DrawSampleOptions {
  readonly seed: number;
  /** Record files, or one subfolder of JPEG files per class, without test images. */
  readonly form: "records" | "folder";
  readonly size?: SampleSize | undefined;
}

/** Draws a sample into a folder, with a progress bar. */
export async function drawSampleInto(
  folder: string,
  { seed, form, size = SAMPLE }: DrawSampleOptions,
  io: CommandIO,
): Promise<DrawnSample> {
  const files = form === "records" ? size.trainFiles + size.testFiles : size.trainFiles;
  const bar = progressBar(io, "drawing the sample", files * size.images);
  const options = { seed, size, onImage: (drawn: number) => bar.update(drawn), signal: io.signal };
  try {
    const testTargets =
      form === "records" ? await writeSample(folder, options) : await writeClassFolder(folder, options);
    return { folder, images: files * size.images, testTargets };
  } finally {
    bar.clear();
  }
}
