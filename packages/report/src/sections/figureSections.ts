import { calibrationFigure } from "../figures/calibrationFigure.ts";
import { confusionFigure } from "../figures/confusionFigure.ts";
import { curveFigures } from "../figures/curveFigures.ts";
import { dataFigures, rowsBySplit } from "../figures/dataFigures.ts";
import type { Figure } from "../figures/figure.ts";
import { groupColumns, groupFigure } from "../figures/groupFigure.ts";
import { histogramFigure } from "../figures/histogramFigure.ts";
import { precisionRecallFigure, rocFigure } from "../figures/rankingFigures.ts";
import type { MeasuredRun } from "../measure/measureRun.ts";
import { figureMarkup } from "./figureMarkup.ts";
import { formatNumber } from "../text/format.ts";
import { markup } from "../text/markup.ts";
import { gallery } from "./pictureSection.ts";
import type { Section } from "./section.ts";

/** A section of figures; nothing without figures. */
function section(
  id: string,
  title: string,
  figures: readonly (Figure | undefined)[],
  link: string = title,
): readonly Section[] {
  const found = figures.filter((figure) => figure !== undefined);
  if (found.length === 0) return [];
  return [
    { id, title, link, body: markup`<div class="figures">${found.map(figureMarkup)}</div>`, figures: found },
  ];
}

/** The curves of the epochs. */
export function trainingSection(runs: readonly MeasuredRun[]): readonly Section[] {
  return section("training", "Training", curveFigures(runs));
}

/** How well rows are ranked, and whether scores are probabilities. */
export function scoreSection(runs: readonly MeasuredRun[]): readonly Section[] {
  return section("scores", "Scores", [rocFigure(runs), precisionRecallFigure(runs), calibrationFigure(runs)]);
}

/** The confusion matrix and the scores of each run. */
export function decisionSections(runs: readonly MeasuredRun[]): readonly Section[] {
  return runs.flatMap((measured, at) => {
    const title = runs.length === 1 ? "Predictions" : `Predictions of ${measured.name}`;
    return section(
      `predictions-${String(at)}`,
      title,
      [...confusionFigures(measured, at), histogramFigure(measured, at)],
      "Predictions",
    );
  });
}

function confusionFigures({ scores, threshold }: MeasuredRun, at: number): readonly Figure[] {
  if (scores === undefined) return [];
  const shares = "Each row is a true class; the percentages of a row add up to 100%.";
  if (scores.kind === "multiclass")
    return [
      confusionFigure(scores, {
        id: `confusion-${String(at)}`,
        title: "Confusion matrix",
        description: shares,
        threshold: undefined,
      }),
    ];
  const half = confusionFigure(scores, {
    id: `confusion-half-${String(at)}`,
    title: "Confusion at 0.5",
    description: `Rows that score at least 0.5 are called “${scores.classes[1]}”. ${shares}`,
    threshold: 0.5,
  });
  if (threshold === undefined || threshold.value === 0.5) return [half];
  return [
    confusionFigure(scores, {
      id: `confusion-${String(at)}`,
      title: `Confusion at ${formatNumber(threshold.value)}`,
      description: `The threshold ${threshold.origin}. ${shares}`,
      threshold: threshold.value,
    }),
    half,
  ];
}

/** The metrics of each group of rows. */
export function groupSection(runs: readonly MeasuredRun[]): readonly Section[] {
  return section(
    "groups",
    "Groups",
    groupColumns(runs).map((column, at) => groupFigure(runs, column, at)),
  );
}

/** The data that the runs were made with: of all, if they are the same. */
export function dataSections(runs: readonly MeasuredRun[]): readonly Section[] {
  const seen = new Set<string>();
  const sections = runs.flatMap(({ run, name }, at) => {
    const examples = (run.pictures ?? []).filter(({ role }) => role === "example");
    const data = run.data ?? [];
    const text = JSON.stringify([data, examples.map(({ id }) => id)]);
    if (data.length + examples.length === 0 || seen.has(text)) return [];
    seen.add(text);
    const figures = dataFigures(data).map((figure) => ({ ...figure, id: `${figure.id}-${String(at)}` }));
    const totals = [...rowsBySplit(data)].map(
      ([split, rows]) => markup`<div><dt>${split}</dt><dd>${formatNumber(rows)}</dd></div>`,
    );
    const body = markup`${totals.length === 0 ? markup`` : markup`<dl class="tiles">${totals}</dl>`}
${figures.length === 0 ? markup`` : markup`<div class="figures">${figures.map(figureMarkup)}</div>`}
${examples.length === 0 ? markup`` : markup`<h3>Examples</h3>${gallery(examples)}`}`;
    return [
      {
        id: `data-${String(at)}`,
        title: `Data of ${name}`,
        link: "Data",
        body,
        figures,
      },
    ];
  });
  return sections.length === 1 ? [{ ...sections[0], title: "Data" }] : sections;
}
