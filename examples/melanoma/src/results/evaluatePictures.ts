import { formatCsv } from "./formatCsv.ts";
import type { TrainingData } from "../pictures/trainingData.ts";
import type { SavedRun } from "../run/savedRun.ts";
import { scorePictures } from "../run/scorePictures.ts";
import { formatMeasured } from "./formatMeasured.ts";
import { measureScores } from "./measure.ts";
import { scoreTable } from "./scoreTable.ts";

/** What an evaluation prints, and the scores as CSV. */
export interface Evaluation {
  readonly summary: readonly (readonly [string, string])[];
  readonly csv: string;
}

/** Scores labelled pictures with the model of a run, and measures the scores. */
export async function evaluatePictures(saved: SavedRun, data: TrainingData): Promise<Evaluation> {
  const { labels, threshold } = saved;
  const predictions = await scorePictures(saved, data.pictures, "evaluating");
  const targets = data.rows.map(({ target = 0 }) => target);
  const groups = data.rows.flatMap(({ group }) => group ?? []);
  const scored = {
    labels: targets,
    scores: predictions.outputs,
    groups: groups.length === targets.length ? groups : undefined,
  };
  const { rows } = scoreTable(predictions, labels, threshold);
  const [header, ...others] = rows;
  const counts = labels.map(
    (label, index) => `${label} ${String(targets.filter((one) => one === index).length)}`,
  );
  return {
    summary: [
      ["pictures", `${String(targets.length)}: ${counts.join(", ")}`],
      ...(labels.length === 2 ? [["threshold", `${threshold.toFixed(4)}, of the run`] as const] : []),
      ...formatMeasured(measureScores(scored, labels, threshold)),
    ],
    csv: formatCsv([[...header, "label"], ...others.map((row, at) => [...row, labels[targets[at]]])]),
  };
}
