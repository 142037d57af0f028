import { join } from "node:path";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { progressBar } from "../cli/progressBar.ts";
import { SAMPLE, type SampleSize } from "./planSample.ts";
import { writeSample } from "./writeSample.ts";

/** A drawn data set and the labels of its test images. */
export interface DrawnSample {
  readonly folder: string;
  /** 1 malignant, 0 benign, by image name. */
  readonly testTargets: ReadonlyMap<string, number>;
}

/** Draws the sample into OUT/sample, with a progress bar. */
export async function drawSample(
  { out, seed }: Pick<Options, "out" | "seed">,
  io: CommandIO,
  size: SampleSize = SAMPLE,
): Promise<DrawnSample> {
  const folder = join(out, "sample");
  const total = (size.trainFiles + size.testFiles) * size.images;
  const bar = progressBar(io, "drawing the sample", total);
  const onImage = (drawn: number): void => bar.update(drawn);
  const testTargets = await writeSample(folder, { seed, size, onImage, signal: io.signal });
  bar.clear();
  return { folder, testTargets };
}
