import { joinPlace } from "@tensorloom/core/internal/node";
import { saveClassifier } from "@tensorloom/classifier/node";
import { readRun, writeReport, writeRun } from "@tensorloom/report/node";
import type { Options } from "../cli/options.ts";
import { preprocessOf } from "../decode.ts";
import { removeOutput } from "../files/outputFolder.ts";
import type { Parts, TrainingData } from "../pictures/trainingData.ts";
import type { Session } from "../run/session.ts";
import type { TrainedModel } from "../run/trainModel.ts";
import { describeRun } from "./describeRun.ts";
import { type Measured, measureScores, type Scored } from "./measure.ts";
import { runPictures } from "./runPictures.ts";
import { thresholdOf } from "./threshold.ts";

/** What a run leaves besides its model and the log of its epochs. */
const RESULTS = ["classifier", "pictures", "predictions.csv", "run.json", "report.html"];

/** The metrics of a run, and where its results are. */
export interface Results {
  readonly measured: readonly Measured[];
  /** Of two classes, the score from which on a picture is of the second. */
  readonly threshold: number | undefined;
  readonly classifier: string;
  readonly report: string;
}

/** Removes the results of an earlier run, which do not belong to a new model. */
export async function discardResults({ out }: Pick<Options, "out">): Promise<void> {
  for (const name of RESULTS) await removeOutput(joinPlace(out, name));
}

/** Writes the classifier, the predictions of the validation pictures, `run.json` and the report of a run. */
export async function writeResults(
  session: Session,
  data: TrainingData,
  parts: Parts,
  { kept, validation }: Pick<TrainedModel, "kept" | "validation">,
): Promise<Results> {
  const { model, options, io, stopwatch } = session;
  const { out, size } = options;
  const { labels } = data;
  const scored: Scored = {
    labels: parts.validation.map((row) => data.rows[row].target ?? 0),
    scores: validation.outputs,
    groups:
      data.groupedBy === undefined ? undefined : parts.validation.map((row) => data.rows[row].group ?? ""),
  };
  const threshold = labels.length === 2 ? thresholdOf(scored, options.sensitivity) : undefined;
  const measured = measureScores(scored, labels, threshold ?? 0.5);
  const [classifier, report] = [joinPlace(out, "classifier"), joinPlace(out, "report.html")];
  await saveClassifier(classifier, model.whole, {
    labels,
    preprocess: preprocessOf(size),
    ...(threshold === undefined ? {} : { thresholds: { [labels[1]]: threshold } }),
    metrics: Object.fromEntries(measured.map(({ name, value }) => [name, value])),
    training: { epoch: kept.epoch, steps: kept.steps, trains: kept.stage.trains, seed: options.seed },
  });
  const facts = { validation: scored, threshold, created: io.date(), seconds: stopwatch.seconds() };
  const run = describeRun(data, parts, options, facts);
  await writeRun(out, { ...run, pictures: await runPictures(session, data, parts, run) });
  await writeReport(report, await readRun(out));
  stopwatch.lap("report");
  return { measured, threshold, classifier, report };
}
