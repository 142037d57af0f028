import type { DataCount } from "../run/dataCount.ts";
import { formatNumber, formatPercent } from "../text/format.ts";
import { colorScale, legendOf } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { shortNames } from "./shortNames.ts";

/** Up to how many values of a column are drawn: those with the most rows. */
const MAX_VALUES = 30;

/** How the rows of each split spread over classes, and over the groups of each column. */
export function dataFigures(data: readonly DataCount[]): readonly Figure[] {
  const columns = [...new Set(data.flatMap(({ groups }) => Object.keys(groups ?? {})))];
  const classes = spreadFigure(data, "class", (count) => count.class, "data-class");
  const groups = columns.map((column, at) =>
    spreadFigure(data, column, (count) => count.groups?.[column], `data-group-${String(at)}`),
  );
  return [classes, ...groups].filter((figure) => figure !== undefined);
}

/** The rows of each split, in all. */
export function rowsBySplit(data: readonly DataCount[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const count of data) rows.set(count.split, (rows.get(count.split) ?? 0) + count.rows);
  return rows;
}

function spreadFigure(
  data: readonly DataCount[],
  column: string,
  valueOf: (count: DataCount) => string | undefined,
  id: string,
): Figure | undefined {
  const known = data.filter((count) => valueOf(count) !== undefined && count.rows > 0);
  if (known.length === 0) return undefined;
  const splits = [...new Set(known.map(({ split }) => split))];
  const totals = rowsBySplit(known);
  const values = largestValues(known, valueOf);
  const labels = shortNames(values, 18);
  const cells = splits.flatMap((split) =>
    values.map((value, at) => {
      const rows = known.reduce(
        (sum, count) => (count.split === split && valueOf(count) === value ? sum + count.rows : sum),
        0,
      );
      return {
        split,
        value,
        label: labels[at],
        rows,
        share: Math.round((1e4 * rows) / (totals.get(split) ?? 1)) / 1e4,
      };
    }),
  );
  const left = Math.min(Math.max(...labels.map((label) => label.length)) * 7 + 16, 140);
  const place = { x: "share", fy: "label", y: "split" };
  const all = new Set(known.map(valueOf)).size;
  return {
    id,
    title: `By ${column}`,
    description: `The rows of each split by ${column}, as a share of the split.${all > values.length ? ` The ${String(values.length)} most frequent of ${String(all)} are shown.` : ""}`,
    height: 56 + values.length * (8 + 17 * splits.length),
    options: {
      marginLeft: left,
      marginRight: 58,
      marginBottom: 36,
      x: { label: "share of rows", grid: true, tickFormat: "~%", ticks: 4, zero: true },
      fy: { label: null, axis: "left", domain: labels, padding: 0.12, tickSize: 0 },
      y: { axis: null, domain: splits, padding: 0.12 },
      color: colorScale(splits),
    },
    marks: [
      [
        "barX",
        cells,
        {
          ...place,
          fill: "split",
          rx: 2,
          tip: { format: { fy: false, y: false, x: ".1%" } },
          channels: { [column]: "value", rows: "rows" },
        },
      ],
      [
        "text",
        cells.map((cell) => ({ ...cell, text: formatNumber(cell.rows) })),
        {
          ...place,
          text: "text",
          textAnchor: "start",
          dx: 5,
          fill: "var(--ink-soft)",
          fontVariant: "tabular-nums",
        },
      ],
    ],
    legend: legendOf(splits),
    table: {
      columns: [column, ...splits],
      rows: values.map((value) => [
        value,
        ...cells
          .filter((cell) => cell.value === value)
          .map(({ rows, share }) => `${formatNumber(rows)} (${formatPercent(share)})`),
      ]),
    },
  };
}

/** The most frequent values, in the order in which they first occur. */
function largestValues(
  known: readonly DataCount[],
  valueOf: (count: DataCount) => string | undefined,
): readonly string[] {
  const rows = new Map<string, number>();
  for (const count of known) {
    const value = valueOf(count) ?? "";
    rows.set(value, (rows.get(value) ?? 0) + count.rows);
  }
  const frequent = new Set(
    [...rows.keys()].sort((a, b) => (rows.get(b) ?? 0) - (rows.get(a) ?? 0)).slice(0, MAX_VALUES),
  );
  return [...rows.keys()].filter((value) => frequent.has(value));
}
