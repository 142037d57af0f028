import { wrapWords } from "./wrapWords.ts";

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** The width with a space on both sides. */
  readonly width: number;
  readonly align: "left" | "right";
}

/** Formats a table with a line between all rows, as the library rich draws it. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const rule = (left: string, bar: string, cross: string, right: string): string =>
    left + columns.map(({ width }) => bar.repeat(width)).join(cross) + right;
  const titles = columns.map(({ title }) => title);
  const body = rows.flatMap((row, at) => [
    ...(at === 0 ? [] : [rule("├", "─", "┼", "┤")]),
    ...formatRow(columns, row, "│"),
  ]);
  return [
    rule("┏", "━", "┳", "┓"),
    ...formatRow(columns, titles, "┃"),
    rule("┡", "━", "╇", "┩"),
    ...body,
    rule("└", "─", "┴", "┘"),
  ];
}

function formatRow(columns: readonly Column[], cells: readonly string[], bar: string): string[] {
  const wrapped = columns.map(({ width }, at) => wrapWords(cells[at], width - 2));
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => {
    const texts = columns.map(({ width, align }, at) => {
      const text = wrapped[at].at(line) ?? "";
      return ` ${align === "left" ? text.padEnd(width - 2) : text.padStart(width - 2)} `;
    });
    return bar + texts.join(bar) + bar;
  });
}
