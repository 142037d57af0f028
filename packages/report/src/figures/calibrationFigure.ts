import { reliabilityCurve } from "@tensorloom/metrics";
import type { MeasuredRun } from "../measure/measureRun.ts";
import { areProbabilities } from "../measure/readScores.ts";
import { formatNumber } from "../text/format.ts";
import { colorScale, legendOf, MUTED } from "./colors.ts";
import type { Figure } from "./figure.ts";

const BINS = 15;

/** How often what a probability claims is true (reliability diagram). */
export function calibrationFigure(runs: readonly MeasuredRun[]): Figure | undefined {
  const able = runs.flatMap(({ name, scores, metrics }) =>
    scores === undefined || !areProbabilities(scores)
      ? []
      : [{ name, scores, error: metrics.find(({ key }) => key === "ece")?.value ?? NaN }],
  );
  if (able.length === 0) return undefined;
  const points = able.flatMap(({ name, scores, error }) =>
    reliabilityCurve(scores.labels, scores.scores, { bins: BINS }).map(
      ({ confidence, frequency, support, low, high }) => ({
        series: `${name} (ECE ${error.toFixed(3)})`,
        range: `${low.toFixed(2)}–${high.toFixed(2)}`,
        confidence: round(confidence),
        frequency: round(frequency),
        rows: support,
      }),
    ),
  );
  const names = [...new Set(points.map(({ series }) => series))];
  const isBinary = able[0].scores.kind === "binary";
  const unit = { domain: [0, 1], ticks: 5, grid: true };
  const shared = { x: "confidence", y: "frequency", stroke: "series" };
  return {
    id: "calibration",
    title: "Calibration",
    description: isBinary
      ? "Of the rows with about one probability, the share that is positive. On the diagonal, probabilities can be taken at their word; below it, they are too high. Larger dots have more rows."
      : "Of the rows whose highest probability is about this, the share that is predicted correctly. Below the diagonal, the model is too sure of itself. Larger dots have more rows.",
    height: 330,
    maxWidth: 440,
    options: {
      marginLeft: 46,
      marginBottom: 40,
      x: { ...unit, label: isBinary ? "mean probability" : "mean highest probability" },
      y: { ...unit, label: isBinary ? "share of positive rows" : "share predicted correctly" },
      color: colorScale(names),
      r: { range: [2.5, 9], domain: [0, Math.max(...points.map(({ rows }) => rows))] },
    },
    marks: [
      [
        "line",
        [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
        { x: "x", y: "y", stroke: MUTED, strokeDasharray: "2 4" },
      ],
      ["line", points, { ...shared, strokeWidth: 1.5, strokeOpacity: 0.6 }],
      ["dot", points, { ...shared, fill: "series", r: "rows", fillOpacity: 0.85, stroke: "var(--surface)" }],
      ["tip", points, { ...shared, channels: { rows: "rows" }, pointer: "xy" }],
    ],
    legend: names.length > 1 ? legendOf(names) : [{ name: names[0], color: "var(--series-1)" }],
    table: {
      columns: ["run", "range", "mean probability", isBinary ? "positive" : "correct", "rows"],
      rows: points.map(({ series, range, confidence, frequency, rows }) => [
        series,
        range,
        formatNumber(confidence),
        formatNumber(frequency),
        rows,
      ]),
    },
  };
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
