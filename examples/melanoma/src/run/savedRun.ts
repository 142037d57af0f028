import { joinPlace, statPlace } from "@tensorloom/core/internal/node";
import { useBackend } from "@tensorloom/backend";
import type { Classifier } from "@tensorloom/classifier";
import { loadClassifier } from "@tensorloom/classifier/node";
import type { Run } from "@tensorloom/report";
import { readRun } from "@tensorloom/report/node";
import type { CommandIO } from "../cli/commandIO.ts";
import type { ComputeOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import type { Scorer } from "./scorePictures.ts";

/** A run that was written earlier, with its model. */
export interface SavedRun extends Scorer {
  readonly run: Run;
  readonly classifier: Classifier;
  /** The names of the classes. */
  readonly labels: readonly string[];
  /** Of two classes, the score from which on a picture is of the second. */
  readonly threshold: number;
  readonly dispose: () => Promise<void>;
}

/**
 * Opens the folder of a run.
 *
 * @throws UserError if it has no classifier; RunFolderError or ClassifierFileError if its files are damaged, or of another
 * version.
 */
export async function openSavedRun(
  folder: string,
  { backend: name, engine }: ComputeOptions,
  io: CommandIO,
): Promise<SavedRun> {
  const place = joinPlace(folder, "classifier");
  if ((await statPlace(joinPlace(place, "model.json"))) === undefined)
    throw new UserError(`expected the folder of a run, with ${place}/model.json, got ${folder}`);
  const run = await readRun(folder);
  const backend = await useBackend(name);
  const classifier = await loadClassifier(place);
  const { labels, preprocess, thresholds = {} } = classifier.options;
  const { tta = 1, batch = 32 } = run.settings ?? {};
  return {
    run,
    classifier,
    labels,
    threshold: labels.length === 2 ? (thresholds[labels[1]] ?? 0.5) : 0.5,
    model: { whole: classifier.model },
    options: { size: preprocess.options.height, tta: Number(tta), batch: Number(batch) },
    compute: { backend: backend.name, replicas: 1, ranks: false, engine },
    io,
    async dispose() {
      await classifier.dispose();
      backend.dispose();
    },
  };
}
