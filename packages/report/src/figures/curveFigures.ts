import type { MeasuredRun } from "../measure/measureRun.ts";
import { colorOf, colorScale, legendOf, MUTED } from "./colors.ts";
import { listEpochs, type EpochPoint } from "./epochSeries.ts";
import type { Figure, LegendItem, MarkData } from "./figure.ts";

/** Up to how many epochs each one is a dot. */
const MAX_DOTS = 40;

/** A figure per metric that the epochs log: training and validation of every run. */
export function curveFigures(runs: readonly MeasuredRun[]): readonly Figure[] {
  const all = runs.flatMap(listEpochs);
  const names = [...new Set(all.map(({ metric }) => metric))];
  return names
    .sort((a, b) => rankOf(a) - rankOf(b))
    .map((metric) =>
      curveFigure(
        metric,
        all.filter((point) => point.metric === metric),
        runs,
      ),
    );
}

/** The loss first, the learning rate last. */
function rankOf(metric: string): number {
  return metric === "loss" ? -1 : metric === "learningRate" ? 1 : 0;
}

function curveFigure(metric: string, points: readonly EpochPoint[], runs: readonly MeasuredRun[]): Figure {
  const present = runs.map(({ name }) => name).filter((name) => points.some(({ run }) => run === name));
  const one = runs.length === 1;
  const parts = (["training", "validation"] as const).filter((part) =>
    points.some((point) => point.part === part),
  );
  const series = one ? parts : present;
  const rate = metric === "learningRate";
  const epochs = points.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const values = points.map(({ value }) => value);
  const log = rate && Math.min(...values) > 0 && Math.max(...values) > 20 * Math.min(...values);
  const stages = one
    ? [...new Set(points.flatMap(({ epoch, startsStage }) => (startsStage ? [epoch - 0.5] : [])))]
    : [];
  const marks: MarkData[] = [["ruleX", stages, { stroke: MUTED, strokeDasharray: "2 3" }]];
  for (const part of parts) {
    const rows = points.filter((point) => point.part === part);
    const dashed = !one && part === "training" && parts.length > 1;
    const shared = { x: "epoch", y: "value", stroke: one ? "part" : "run" };
    marks.push([
      "lineY",
      rows,
      {
        ...shared,
        z: "run",
        strokeWidth: 2,
        strokeOpacity: dashed ? 0.55 : 1,
        ...(dashed ? { strokeDasharray: "4 3" } : {}),
      },
    ]);
    if (last <= MAX_DOTS && !dashed)
      marks.push(["dot", rows, { ...shared, fill: one ? "part" : "run", r: 2.2 }]);
  }
  marks.push(["tip", points, { x: "epoch", y: "value", stroke: one ? "part" : "run", pointer: "xy" }]);
  const name = titleOf(metric);
  return {
    id: `curve-${metric.replace(/\W+/g, "-")}`,
    title: name,
    description: describe(metric, points, one),
    height: 260,
    options: {
      marginLeft: rate ? 62 : 50,
      marginBottom: 40,
      x: {
        label: "epoch",
        domain: [first - 0.5, last + 0.5],
        ticks: wholeTicks(first, last),
        tickFormat: "d",
      },
      y: {
        label: null,
        grid: true,
        nice: !log,
        ticks: log ? 3 : 5,
        tickSize: 0,
        ...(log ? { type: "log" } : {}),
        tickFormat: rate ? ".1~e" : "~f",
      },
      color: colorScale(series),
    },
    marks,
    legend: legend(series, !one && parts.length > 1),
    table: {
      columns: ["epoch", ...(one ? [] : ["run"]), "part", name],
      rows: points.map(({ epoch, run, part, value }) => [epoch, ...(one ? [] : [run]), part, value]),
    },
  };
}

/** Up to seven epochs for an axis, at steps of 1, 2, 5, 10, … */
function wholeTicks(first: number, last: number): readonly number[] {
  const rough = (last - first) / 6;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const start = Math.ceil(first / step) * step;
  return Array.from({ length: Math.floor((last - start) / step) + 1 }, (_, at) => start + at * step);
}

/** `learningRate` becomes `Learning rate`, `auc` `AUC`. */
function titleOf(metric: string): string {
  if (/^[a-z]{2,3}$/.test(metric)) return metric.toUpperCase();
  const words = metric
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function legend(series: readonly string[], twoParts: boolean): readonly LegendItem[] {
  if (!twoParts) return legendOf(series);
  return [
    ...series.map((name, at) => ({ name: `${name}, validation`, color: colorOf(at) })),
    { name: "training", color: MUTED, dashed: true },
  ];
}

function describe(metric: string, points: readonly EpochPoint[], one: boolean): string {
  if (metric === "learningRate") return "The learning rate of each epoch.";
  const validation = points.filter(({ part }) => part === "validation");
  const better = /loss|error|mse|mae/i.test(metric) ? "lowest" : "highest";
  if (!one || validation.length < 2) return `${titleOf(metric)} of each epoch.`;
  const sign = better === "lowest" ? -1 : 1;
  const best = validation.reduce((a, b) => (sign * b.value > sign * a.value ? b : a));
  return `The ${better} validation value is in epoch ${String(best.epoch)} of ${String(validation[validation.length - 1].epoch)}.`;
}
