/** A value of plain data. */
export type Plain = string | number | boolean | null | undefined | readonly Plain[] | PlainRow;

/** A row of plain data, by column. */
export interface PlainRow {
  readonly [column: string]: Plain;
}

/** A mark of Observable Plot as plain data: the name of its function, its rows, and its options. */
export type MarkData = readonly [
  name: string,
  rows: readonly Plain[],
  options: Readonly<Record<string, Plain>>,
];

/** A figure as plain data, which the page draws. */
export interface Figure {
  /** A short name without spaces. */
  readonly id: string;
  readonly title: string;
  /** What the figure shows and how to read it, in a sentence or two. */
  readonly description: string;
  /** Height in CSS pixels, which the page reserves. */
  readonly height: number;
  /** Width in CSS pixels at most. Default: the column's. */
  readonly maxWidth?: number;
  /** Options of `Plot.plot`. */
  readonly options: Readonly<Record<string, Plain>>;
  readonly marks: readonly MarkData[];
  readonly legend?: readonly LegendItem[];
  /** The same data as a table. */
  readonly table: FigureTable;
}

/** A line of a legend. */
export interface LegendItem {
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
  readonly dashed?: boolean;
}

/** The data of a figure. */
export interface FigureTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What is not in the table, if the figure has more. */
  readonly note?: string;
}
