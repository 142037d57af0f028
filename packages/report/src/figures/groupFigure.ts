import { groupMetrics, MAX_GROUPS } from "../measure/groupMetrics.ts";
import type { MeasuredRun } from "../measure/measureRun.ts";
import { formatNumber, formatPercent } from "../text/format.ts";
import { colorScale, legendOf, MUTED } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { shortNames } from "./shortNames.ts";

/** The columns whose groups a report measures: those with a few values each, and not the unit. */
export function groupColumns(runs: readonly MeasuredRun[]): readonly string[] {
  const columns = runs.flatMap(({ run }) =>
    Object.entries(run.predictions?.groups ?? {}).flatMap(([column, values]) => {
      const different = new Set(values).size;
      return column === run.unit || different < 2 || different > MAX_GROUPS ? [] : [column];
    }),
  );
  return [...new Set(columns)];
}

/** The main metric of each group of a column, with intervals. */
export function groupFigure(runs: readonly MeasuredRun[], column: string, at: number): Figure | undefined {
  const points = runs.flatMap((measured) => {
    const values = measured.run.predictions?.groups?.[column];
    return values === undefined
      ? []
      : groupMetrics(measured, values).map((one) => ({ run: measured.name, ...one }));
  });
  if (!points.some(({ value }) => Number.isFinite(value))) return undefined;
  const groups = [...new Set(points.map(({ group }) => group))];
  const short = new Map(shortNames(groups, 18).map((name, index) => [groups[index], name]));
  const drawn = points.flatMap((point) =>
    Number.isFinite(point.value)
      ? [
          {
            ...point,
            group: short.get(point.group),
            low: point.low ?? point.value,
            high: point.high ?? point.value,
          },
        ]
      : [],
  );
  const names = [...new Set(points.map(({ run }) => run))];
  const one = names.length === 1;
  const metric = runs.some(({ scores }) => scores?.kind === "multiclass") ? "accuracy" : "ROC AUC";
  const overall = one
    ? runs.flatMap(({ name, metrics }) =>
        name === names[0] ? metrics.slice(0, 1).map(({ value }) => value) : [],
      )
    : [];
  const place = one ? { y: "group" } : { fy: "group", y: "run" };
  const axis = { label: null, domain: groups.map((group) => short.get(group)), tickSize: 0 };
  const longest = Math.max(...[...short.values()].map((name) => name.length));
  return {
    id: `group-${String(at)}`,
    title: `By ${column}`,
    description: `The ${metric} of each group, with its interval: the wider, the less the rows of the group say.${one ? " The dotted line is that of all rows." : ""}${points.length > drawn.length ? " Groups with rows of one class only are in the table alone." : ""}`,
    height: 60 + groups.length * (one ? 30 : 14 + 18 * names.length),
    maxWidth: 720,
    options: {
      marginLeft: Math.min(longest * 7 + 16, 140),
      marginBottom: 40,
      x: { label: metric, grid: true, nice: true, ticks: 5 },
      ...(one
        ? { y: axis }
        : { fy: { ...axis, axis: "left", padding: 0.1 }, y: { axis: null, domain: names } }),
      color: colorScale(names),
    },
    marks: [
      ["ruleX", overall, { stroke: MUTED, strokeDasharray: "2 4" }],
      [
        "ruleY",
        drawn,
        { ...place, x1: "low", x2: "high", stroke: "run", strokeWidth: 3, strokeOpacity: 0.4 },
      ],
      ["dot", drawn, { ...place, x: "value", fill: "run", r: 5 }],
      [
        "tip",
        drawn,
        {
          ...place,
          x: "value",
          stroke: "run",
          channels: { [column]: "group", rows: "rows" },
          format: { fy: false, y: false, x: ".3f" },
          pointer: "y",
        },
      ],
    ],
    legend: legendOf(names),
    table: {
      columns: [
        column,
        ...(one ? [] : ["run"]),
        "rows",
        ...(metric === "ROC AUC" ? ["positive"] : []),
        metric,
        "interval",
        ...(metric === "ROC AUC" ? ["sensitivity", "specificity"] : []),
      ],
      rows: points.map(({ group, run, rows, positives, value, low, high, sensitivity, specificity }) => [
        group,
        ...(one ? [] : [run]),
        rows,
        ...(metric === "ROC AUC" ? [positives ?? "–"] : []),
        formatNumber(value),
        low === undefined || high === undefined ? "–" : `${formatNumber(low)} to ${formatNumber(high)}`,
        ...(metric === "ROC AUC"
          ? [formatPercent(sensitivity ?? NaN), formatPercent(specificity ?? NaN)]
          : []),
      ]),
    },
  };
}
