import { predictClasses } from "@tensorloom/metrics";
import type { MeasuredRun } from "../measure/measureRun.ts";
import type { RunScores } from "../measure/readScores.ts";
import { formatNumber, formatPercent } from "../text/format.ts";
import { colorScale, legendOf } from "./colors.ts";
import type { Figure, MarkData, PlainRow } from "./figure.ts";

const BINS = 40;

/** A bar of a histogram. */
interface Bar extends PlainRow {
  readonly series: string;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The share of the rows of its series. */
  readonly share: number;
  /** The start of the bar: bars lie over one another, and are not stacked. */
  readonly zero: 0;
}

/** The scores of a run: by true class, or with several classes by whether the prediction is right. */
export function histogramFigure({ scores, threshold }: MeasuredRun, at: number): Figure | undefined {
  if (scores === undefined) return undefined;
  const { values, names, seriesOf } = readValues(scores);
  const bars = countBars(values, names, seriesOf);
  const isBinary = scores.kind === "binary";
  const marks: MarkData[] = [
    [
      "rect",
      bars,
      {
        x1: "from",
        x2: "to",
        y1: "zero",
        y2: "share",
        fill: "series",
        fillOpacity: 0.55,
        insetLeft: 0.5,
        insetRight: 0.5,
      },
    ],
    ["ruleY", [0], { stroke: "var(--muted)" }],
  ];
  const isShown =
    threshold !== undefined && threshold.value >= bars[0].from && threshold.value <= bars[bars.length - 1].to;
  if (isShown)
    marks.push([
      "ruleX",
      [threshold.value],
      { stroke: "var(--ink)", strokeWidth: 1.5, strokeDasharray: "4 3" },
    ]);
  marks.push([
    "tip",
    bars,
    {
      x1: "from",
      x2: "to",
      y: "share",
      fill: "var(--surface)",
      stroke: "series",
      channels: { rows: "rows" },
      format: { y2: ".1%", y: ".1%" },
      pointer: "x",
    },
  ]);
  return {
    id: `scores-${String(at)}`,
    title: "Scores",
    description: isBinary
      ? `The scores of the rows of each class, each as a share of its class. The less the two overlap, the better scores separate them.${isShown ? " The dashed line is the chosen threshold." : ""}`
      : "The highest score of rows that are predicted correctly and of those that are not, each as a share of its kind.",
    height: 280,
    options: {
      marginLeft: 50,
      marginBottom: 40,
      x: { label: isBinary ? `score of ${scores.classes[1]}` : "highest score" },
      y: { label: "share of rows", grid: true, tickFormat: "~%", ticks: 5, zero: true },
      color: colorScale(names),
    },
    marks,
    legend: legendOf(names),
    table: {
      columns: [isBinary ? "class" : "prediction", "from", "to", "rows", "share"],
      rows: bars
        .filter(({ rows }) => rows > 0)
        .map(({ series, from, to, rows, share }) => [
          series,
          formatNumber(from),
          formatNumber(to),
          rows,
          formatPercent(share),
        ]),
      note: "Ranges without rows are left out.",
    },
  };
}

interface Values {
  readonly values: Float64Array;
  readonly names: readonly string[];
  readonly seriesOf: (row: number) => number;
}

function readValues(scores: RunScores): Values {
  if (scores.kind === "binary")
    return { values: scores.scores, names: scores.classes, seriesOf: (row) => scores.labels[row] };
  const predicted = predictClasses(scores.scores);
  const columns = scores.scores.shape[1];
  return {
    values: Float64Array.from(predicted, (column, row) => scores.scores.data[row * columns + column]),
    names: ["correct", "wrong"],
    seriesOf: (row) => Number(predicted[row] !== scores.labels[row]),
  };
}

function countBars(
  values: Float64Array,
  names: readonly string[],
  seriesOf: (row: number) => number,
): readonly Bar[] {
  let [low, high] = [0, 1];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const counts = names.map(() => new Float64Array(BINS));
  for (const [row, value] of values.entries())
    counts[seriesOf(row)][Math.min(BINS - 1, Math.floor(((value - low) / (high - low)) * BINS))]++;
  return names.flatMap((series, at) => {
    const total = counts[at].reduce((sum, rows) => sum + rows, 0);
    return Array.from(counts[at], (rows, bin): Bar => ({
      series,
      from: round(low + ((high - low) * bin) / BINS),
      to: round(low + ((high - low) * (bin + 1)) / BINS),
      rows,
      share: total === 0 ? 0 : round(rows / total),
      zero: 0,
    }));
  });
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
