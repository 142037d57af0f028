import type { Dataset } from "@tensorloom/data";
import { predict, type Predictions } from "@tensorloom/training";
import type { Options } from "../cli/options.ts";
import { progressBar } from "../cli/progressBar.ts";
import { testDataset } from "../pipeline.ts";
import type { Picture } from "../pictures/trainingData.ts";
import { planPredictionBatch } from "../resources/memory.ts";
import { withOptimizedCopy } from "../resources/optimizedCopy.ts";
import { viewsOf } from "../views.ts";
import type { Session } from "./session.ts";

/** A model and how its scores are computed: a session, or a run that was written earlier. */
export interface Scorer extends Pick<Session, "io" | "compute"> {
  readonly model: Pick<Session["model"], "whole">;
  readonly options: Pick<Options, "size" | "batch" | "tta">;
}

/** Scores pictures with a model, with a progress bar. */
export async function scorePictures(
  { model, options, compute, io }: Scorer,
  pictures: Dataset<Picture>,
  label: string,
): Promise<Predictions> {
  const { replicas, ranks, engine, backend } = compute;
  const bar = progressBar(io, label, pictures.size ?? 1);
  const batch = planPredictionBatch(model.whole, options.batch, replicas, backend);
  try {
    return await withOptimizedCopy(model.whole, (copy) =>
      predict(copy, testDataset(pictures, { size: options.size, batch }), {
        replicas: { count: replicas, ranks },
        engine,
        augmentations: viewsOf(options.tta),
        onProgress: (done) => bar.update(done),
        signal: io.signal,
      }),
    );
  } finally {
    bar.clear();
  }
}
