import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from "@tensorloom/metrics";
import type { MeasuredRun } from "../measure/measureRun.ts";
import { colorScale, legendOf, MUTED } from "./colors.ts";
import type { Figure, MarkData, PlainRow } from "./figure.ts";
import { rankedSeries, type RankedSeries } from "./rankedSeries.ts";
import { thin, thinCurve } from "./thin.ts";

/** Points of a curve at most, and rows of its table. */
const MAX_POINTS = 500;
const MAX_ROWS = 60;

interface CurvePoint extends PlainRow {
  readonly x: number;
  readonly y: number;
  /** null for the infinite threshold, which JSON does not have. */
  readonly threshold: number | null;
  readonly series: string;
}

const SQUARE = { height: 330, maxWidth: 440 } as const;

/** The receiver operating characteristic: of each run, or of each class of one. */
export function rocFigure(runs: readonly MeasuredRun[]): Figure | undefined {
  const series = rankedSeries(runs).filter(({ labels }) => labels.includes(0) && labels.includes(1));
  if (series.length === 0) return undefined;
  const named = series.map((one) => ({
    ...one,
    name: `${one.name} (${rocAuc(one.labels, one.scores).toFixed(3)})`,
  }));
  const points = named.flatMap(({ name, labels, scores }) =>
    curve(
      name,
      rocCurve(labels, scores).map(({ falsePositiveRate, truePositiveRate, threshold }) => [
        falsePositiveRate,
        truePositiveRate,
        threshold,
      ]),
    ),
  );
  return curveFigure(named, points, {
    id: "roc",
    title: "ROC curve",
    description:
      "The share of positive rows found against the share of negative rows that are wrongly called positive, at every threshold. The area under it is in brackets; on the diagonal, 0.5, scores say nothing." +
      oneVsRestNote(runs),
    x: "false positive rate",
    y: "sensitivity",
    reference: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
    chosen: chosenPoints(runs, points),
  });
}

/** The precision-recall curve: of each run, or of each class of one. */
export function precisionRecallFigure(runs: readonly MeasuredRun[]): Figure | undefined {
  const series = rankedSeries(runs).filter(({ labels }) => labels.includes(1));
  if (series.length === 0) return undefined;
  const named = series.map((one) => ({
    ...one,
    name: `${one.name} (${averagePrecision(one.labels, one.scores).toFixed(3)})`,
  }));
  const points = named.flatMap(({ name, labels, scores }) =>
    curve(
      name,
      precisionRecallCurve(labels, scores).map(({ recall, precision, threshold }) => [
        recall,
        precision,
        threshold,
      ]),
    ),
  );
  const share = series[0].labels.reduce((sum: number, label) => sum + label, 0) / series[0].labels.length;
  const isOne = runs.every(({ scores }) => scores?.kind !== "multiclass");
  return curveFigure(named, points, {
    id: "precision-recall",
    title: "Precision-recall curve",
    description:
      `Which share of the rows called positive is positive, against the share of positive rows found. Average precision is in brackets${isOne ? `; the dotted line, ${share.toFixed(3)}, is the share of positive rows, which scores that say nothing reach` : ""}.` +
      oneVsRestNote(runs),
    x: "recall",
    y: "precision",
    reference: isOne
      ? [
          { x: 0, y: share },
          { x: 1, y: share },
        ]
      : [],
    chosen: chosenPoints(runs, points),
  });
}

function oneVsRestNote(runs: readonly MeasuredRun[]): string {
  if (!runs.some(({ scores }) => scores?.kind === "multiclass")) return "";
  return runs.length === 1
    ? " Each class is compared with all others."
    : " All classes are compared with all others, and counted together (micro average).";
}

function curve(series: string, all: readonly (readonly [number, number, number])[]): readonly CurvePoint[] {
  return thinCurve(all, MAX_POINTS, ([x, y]) => [x, y]).map(([x, y, threshold]) => ({
    x: round(x),
    y: round(y),
    threshold: Number.isFinite(threshold) ? Number(threshold.toPrecision(4)) : null,
    series,
  }));
}

function round(value: number): number {
  return Math.round(value * 1e5) / 1e5;
}

/** The points of the curves at the thresholds of the runs. */
function chosenPoints(runs: readonly MeasuredRun[], points: readonly CurvePoint[]): readonly CurvePoint[] {
  return runs.flatMap(({ name, threshold }) => {
    if (threshold === undefined) return [];
    const own = points.filter(({ series }) => series.startsWith(`${name} (`));
    const reached = own.filter(
      (point) => (point.threshold ?? Infinity) >= Number(threshold.value.toPrecision(4)),
    );
    return reached.slice(-1);
  });
}

interface CurveTexts extends Pick<Figure, "id" | "title" | "description"> {
  readonly x: string;
  readonly y: string;
  readonly reference: readonly { readonly x: number; readonly y: number }[];
  readonly chosen: readonly CurvePoint[];
}

function curveFigure(
  series: readonly RankedSeries[],
  points: readonly CurvePoint[],
  { x, y, reference, chosen, ...texts }: CurveTexts,
): Figure {
  const names = series.map(({ name }) => name);
  const marks: MarkData[] = [
    ["line", reference, { x: "x", y: "y", stroke: MUTED, strokeDasharray: "2 4" }],
    [
      "line",
      points,
      {
        x: "x",
        y: "y",
        stroke: "series",
        strokeWidth: 2,
        curve: texts.id === "roc" ? "linear" : "step-before",
        strokeLinejoin: "round",
      },
    ],
    ["dot", chosen, { x: "x", y: "y", fill: "series", stroke: "var(--surface)", strokeWidth: 2, r: 6 }],
    [
      "tip",
      points,
      { x: "x", y: "y", stroke: "series", channels: { threshold: "threshold" }, pointer: "xy" },
    ],
  ];
  const unit = { domain: [0, 1], ticks: 5, grid: true };
  return {
    ...texts,
    description: texts.description + (chosen.length > 0 ? " The dot is the chosen threshold." : ""),
    ...SQUARE,
    options: {
      marginLeft: 46,
      marginBottom: 40,
      x: { ...unit, label: x },
      y: { ...unit, label: y },
      color: colorScale(names),
    },
    marks,
    legend: series.length > 1 ? legendOf(names) : [{ name: names[0], color: "var(--series-1)" }],
    table: {
      columns: [...(names.length === 1 ? [] : ["curve"]), x, y, "threshold"],
      rows: series.flatMap(({ name }) =>
        thin(
          points.filter((point) => point.series === name),
          MAX_ROWS,
        ).map((point) => [
          ...(names.length === 1 ? [] : [name]),
          point.x,
          point.y,
          point.threshold ?? "above all scores",
        ]),
      ),
      ...(points.length > MAX_ROWS * names.length
        ? { note: `Every curve has at most ${String(MAX_ROWS)} of its points here.` }
        : {}),
    },
  };
}
