import { areProbabilities } from "../measure/readScores.ts";
import type { MeasuredRun } from "../measure/measureRun.ts";
import { markup, type Markup } from "../text/markup.ts";

/** What each part of a run would show, if it were there. */
const PARTS: readonly (readonly [
  name: string,
  file: string,
  shows: string,
  isThere: (run: MeasuredRun) => boolean,
])[] = [
  [
    "Epochs",
    "metrics.jsonl or metrics.csv",
    "curves of loss, metrics and learning rate",
    ({ run }) => (run.epochs ?? []).length > 0,
  ],
  [
    "Predictions",
    "predictions.csv or predictions.jsonl",
    "metrics, ROC, calibration, confusion",
    ({ scores }) => scores !== undefined,
  ],
  [
    "Probabilities",
    "scores from 0 to 1 in predictions",
    "calibration",
    ({ scores }) => scores === undefined || areProbabilities(scores),
  ],
  [
    "Groups",
    "columns of predictions",
    "metrics by group",
    ({ run, scores }) =>
      scores === undefined ||
      Object.keys(run.predictions?.groups ?? {}).some((column) => column !== run.unit),
  ],
  [
    "Data counts",
    "data in run.json",
    "rows by split, class and group",
    ({ run }) => (run.data ?? []).length > 0,
  ],
  [
    "Example pictures",
    "pictures of the role example",
    "what the data look like",
    ({ run }) => has(run, "example"),
  ],
  [
    "Mistakes and hits",
    "pictures of the roles mistake and hit",
    "what the model is surest about",
    ({ run }) => has(run, "mistake") || has(run, "hit"),
  ],
  [
    "Settings",
    "settings in run.json",
    "how the run was made",
    ({ run }) => Object.keys(run.settings ?? {}).length > 0,
  ],
  [
    "Times",
    "seconds in run.json",
    "how long each stage took",
    ({ run }) => Object.keys(run.seconds ?? {}).length > 0,
  ],
  [
    "Versions",
    "versions in run.json",
    "what the run was made with",
    ({ run }) => Object.keys(run.versions ?? {}).length > 0,
  ],
];

function has({ pictures = [] }: MeasuredRun["run"], role: string): boolean {
  return pictures.some((picture) => picture.role === role);
}

/** The list of what the runs lack; nothing if they are complete. */
export function missingParts(runs: readonly MeasuredRun[]): Markup | undefined {
  const items = PARTS.flatMap(([name, file, shows, isThere]) => {
    const without = runs.filter((run) => !isThere(run)).map((run) => run.name);
    if (without.length === 0) return [];
    const of = runs.length === 1 || without.length === runs.length ? "" : ` of ${without.join(", ")}`;
    return [markup`<li><strong>${name}${of}</strong> (${file}): ${shows}</li>`];
  });
  return items.length === 0 ? undefined : markup`<ul class="missing">${items}</ul>`;
}
