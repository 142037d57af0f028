import { stack } from "@tensorloom/data";
import { calibrate } from "../backbone/calibrate.ts";
import { extractFeatures, type ImageFeatures } from "../backbone/extractFeatures.ts";
import { spreadRows } from "../backbone/spreadRows.ts";
import type { Options } from "../cli/options.ts";
import { progressBar } from "../cli/progressBar.ts";
import { labelledImages } from "../pipeline.ts";
import { isEmpty } from "../pictures/isEmpty.ts";
import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import type { ImageWork } from "../resources/engine.ts";
import { planPredictionBatch } from "../resources/memory.ts";
import { withOptimizedCopy } from "../resources/optimizedCopy.ts";
import { viewsOf } from "../views.ts";
import type { Session } from "./session.ts";

/** Number of images that random features are normalised by. */
const CALIBRATION_IMAGES = 128;

/** The features of pictures by their row. */
export type HeadFeatures = ReadonlyMap<number, ImageFeatures>;

/** The features of the rows that train the head, and of those that validate it. */
export interface SelectedFeatures {
  readonly train: readonly ImageFeatures[];
  readonly validation: readonly ImageFeatures[];
}

/** The passes of the backbone of a run that computes features, or trains every layer, which is more. */
export function planFeatures(
  { train, validation }: Parts,
  { batch, views }: Pick<Options, "batch" | "views">,
): ImageWork {
  return { batch: featureBatch(batch, 1), images: views * train.length + validation.length };
}

function featureBatch(batch: number, replicas: number): number {
  return Math.min(16, Math.max(batch, 4 * replicas));
}

/** Extracts the features of pictures, with a progress bar; calibrates a random backbone first. */
export async function extractHeadFeatures(
  { model: { backbone }, compute, options, io }: Session,
  { pictures }: TrainingData,
  parts: Parts,
): Promise<HeadFeatures> {
  const { size, batch, weights } = options;
  const { backend, engine, replicas, ranks } = compute;
  if (weights.from === "none") {
    const sample = spreadRows(parts.train, CALIBRATION_IMAGES);
    const together = planPredictionBatch(backbone, sample.length, 1, backend);
    const images = labelledImages(pictures.select(sample), size).batch(together, { collate: stack });
    await calibrate(backbone, images, engine);
  }
  const views = viewsOf(options.views);
  const { images: total } = planFeatures(parts, options);
  const bar = progressBar(io, "features", total);
  const common = {
    batch: planPredictionBatch(backbone, featureBatch(batch, replicas), replicas, backend),
    replicas: { count: replicas, ranks },
    engine,
    signal: io.signal,
  };
  const empty: string[] = [];
  const imagesOf = (rows: readonly number[]): ReturnType<typeof labelledImages> =>
    labelledImages(pictures.select(rows), size).tap(({ inputs, ids }) => {
      if (isEmpty(inputs)) empty.push(ids);
    });
  const found = await withOptimizedCopy(backbone, async (copy) => [
    ...(await extractFeatures(copy, imagesOf(parts.train), {
      ...common,
      views,
      onProgress: (done) => bar.update(done),
    })),
    ...(await extractFeatures(copy, imagesOf(parts.validation), {
      ...common,
      views: [],
      onProgress: (done) => bar.update(total - parts.validation.length + done),
    })),
  ]);
  bar.clear();
  if (empty.length > 0) io.stderr.write(`melanoma: ${warnOfEmpty(empty, found.length)}\n`);
  return new Map([...parts.train, ...parts.validation].map((row, at) => [row, found[at]]));
}

function warnOfEmpty(names: readonly string[], all: number): string {
  const list = names.slice(0, 3).join(", ") + (names.length > 3 ? ", …" : "");
  return `${String(names.length)} of ${String(all)} pictures are blank or striped: ${list}; leave them out if their files are damaged`;
}

/** @throws RangeError if a row has no features. */
export function selectFeatures(features: HeadFeatures, { train, validation }: Parts): SelectedFeatures {
  const select = (rows: readonly number[]): readonly ImageFeatures[] =>
    rows.map((row) => {
      const found = features.get(row);
      if (found === undefined) throw new RangeError(`selectFeatures: row ${String(row)} has no features`);
      return found;
    });
  return { train: select(train), validation: select(validation) };
}
