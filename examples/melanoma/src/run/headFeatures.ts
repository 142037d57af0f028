import { stack } from "@tensorloom/data";
import { calibrate } from "../backbone/calibrate.ts";
import { extractFeatures, type ImageFeatures } from "../backbone/extractFeatures.ts";
import { spreadRecords } from "../backbone/spreadRecords.ts";
import type { CommandIO } from "../cli/commandIO.ts";
import type { Options } from "../cli/options.ts";
import { progressBar } from "../cli/progressBar.ts";
import { countRecords, type OpenFiles, type RecordFiles } from "../files/openFiles.ts";
import { labelledImages, readRecords } from "../pipeline.ts";
import type { PreparedFiles } from "../files/prepareFiles.ts";
import type { MelanomaModel } from "../model.ts";
import type { ImageWork } from "../resources/engine.ts";
import { planPredictionBatch } from "../resources/memory.ts";
import { withOptimizedCopy } from "../resources/optimizedCopy.ts";

/** Number of images that random features are normalised by. */
const CALIBRATION_IMAGES = 128;

/** What computes the passes of a run. */
export interface Compute extends Pick<Options, "engine"> {
  readonly backend: string;
  readonly replicas: number;
}

/** The features that the head is trained on and validated with. */
export interface HeadFeatures {
  readonly train: readonly ImageFeatures[];
  readonly validation: readonly ImageFeatures[];
}

/** The passes of the backbone of a run that computes features, or trains every layer, which is more. */
export function planFeatures(
  { train, validation }: Pick<PreparedFiles, "train" | "validation">,
  { batch }: Pick<Options, "batch">,
): ImageWork {
  const images = [...train, ...train, ...validation].reduce((sum, { names }) => sum + names.length, 0);
  return { batch: featureBatch(batch, 1), images };
}

function featureBatch(batch: number, replicas: number): number {
  return Math.min(16, Math.max(batch, 4 * replicas));
}

/** Extracts the features of all images, with a progress bar; calibrates a random backbone first. */
export async function extractHeadFeatures(
  { backbone }: MelanomaModel,
  files: OpenFiles,
  { size, batch, weights }: Options,
  { backend, engine, replicas }: Compute,
  io: CommandIO,
): Promise<HeadFeatures> {
  if (weights.from === "none") {
    const records = spreadRecords(files.train, CALIBRATION_IMAGES);
    const together = planPredictionBatch(backbone, records.size ?? 1, 1, backend);
    await calibrate(backbone, labelledImages(records, size).batch(together, { collate: stack }), engine);
  }
  const [train, validation] = [countRecords(files.train), countRecords(files.validation)];
  const bar = progressBar(io, "features", 2 * train + validation);
  const together = planPredictionBatch(backbone, featureBatch(batch, replicas), replicas, backend);
  const common = { batch: together, replicas, engine, signal: io.signal };
  const images = (of: RecordFiles): ReturnType<typeof labelledImages> =>
    labelledImages(readRecords(of), size);
  const features = await withOptimizedCopy(backbone, async (copy) => ({
    train: await extractFeatures(copy, images(files.train), {
      ...common,
      mirror: true,
      onProgress: (done) => bar.update(2 * done),
    }),
    validation: await extractFeatures(copy, images(files.validation), {
      ...common,
      mirror: false,
      onProgress: (done) => bar.update(2 * train + done),
    }),
  }));
  bar.clear();
  return features;
}
