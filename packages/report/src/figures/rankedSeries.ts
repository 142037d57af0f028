import { oneVsRest } from "@tensorloom/metrics";
import type { MeasuredRun } from "../measure/measureRun.ts";
import type { ClassScores } from "../measure/readScores.ts";

/** Labels of 0 and 1 with scores, whose curve a figure has. */
export interface RankedSeries {
  readonly name: string;
  readonly labels: Uint8Array;
  readonly scores: Float64Array;
}

/** How many classes have a curve at most: those with the most rows. */
const MAX_CLASSES = 8;

/** The curves of a report: one per run, or one per class of the only run. */
export function rankedSeries(runs: readonly MeasuredRun[]): readonly RankedSeries[] {
  return runs.flatMap(({ name, scores }): readonly RankedSeries[] => {
    if (scores === undefined) return [];
    if (scores.kind === "binary") return [{ name, labels: scores.labels, scores: scores.scores }];
    if (runs.length > 1) return [{ name, ...microAverage(scores) }];
    return largestClasses(scores).map((classId) => ({
      name: scores.classes[classId],
      ...oneVsRest(scores.labels, scores.scores, classId),
    }));
  });
}

function largestClasses({ labels, classes }: ClassScores): readonly number[] {
  const rows = new Array<number>(classes.length).fill(0);
  for (const label of labels) rows[label]++;
  return [...rows.keys()]
    .sort((a, b) => rows[b] - rows[a])
    .slice(0, MAX_CLASSES)
    .sort((a, b) => a - b);
}

/** Every score of every row: is the row of that class? */
function microAverage({ labels, scores: { data, shape } }: ClassScores): Omit<RankedSeries, "name"> {
  const columns = shape[1];
  return {
    labels: Uint8Array.from(data, (_, at) => Number(labels[Math.floor(at / columns)] === at % columns)),
    scores: data,
  };
}
