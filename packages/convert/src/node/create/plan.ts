import { jpegDecoder } from "@tensorloom/image";
import type { ColumnType } from "../../row/columnType.ts";
import { RowError, type RowIssue } from "../../row/rowError.ts";
import { toFeature } from "../../row/toFeature.ts";
import { findPictures, type PictureFile } from "../source/picturePaths.ts";
import type { Table } from "../source/table.ts";
import { chooseColumns } from "./chooseColumns.ts";
import { codeCells } from "./codeCells.ts";
import type { CreateSettings } from "./createOptions.ts";
import { type KnownLabels, type LabelMap, mapLabels } from "./labelMap.ts";
import { shardOrder } from "./shardOrder.ts";

/** Everything that decides the bytes of the files, before a picture is read. */
export interface Plan {
  readonly table: Table;
  /** The picture of each row; an empty list without pictures. */
  readonly pictures: readonly PictureFile[];
  readonly imageColumn: string | undefined;
  /** The integer of each row's class; undefined without labels. */
  readonly targets: readonly unknown[] | undefined;
  /** What is written as `labels.json`. */
  readonly labels: LabelMap | undefined;
  /** The types of the other columns. */
  readonly columns: ReadonlyMap<string, ColumnType>;
  /** The rows of each file. */
  readonly shards: readonly Uint32Array[];
  /** What the bytes depend on besides the pictures and the rows, by name: for comparison with an unfinished run. */
  readonly choices: Readonly<Record<string, unknown>>;
}

const DEFAULT_SHARDS = 16;

/**
 * Plans the records of a table: finds every picture, maps every class and checks every cell.
 *
 * @throws RowError that lists all problems of all rows.
 */
export async function makePlan(
  table: Table,
  settings: CreateSettings,
  known: KnownLabels | undefined,
): Promise<Plan> {
  if (table.rows.length === 0) throw new RangeError(`createRecords: ${table.name} has no rows`);
  const issues: RowIssue[] = [];
  const { image, label, columns } = chooseColumns(table, settings);
  const found =
    image === undefined ? [] : await findPictures(table, image, settings.images ?? table.folder, issues);
  const labels = label === undefined ? undefined : mapLabels(table, label, known, issues);
  checkCells(table, columns, issues);
  if (issues.length > 0)
    throw new RowError(
      `createRecords: ${table.name}`,
      issues.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    );
  const { picture } = settings;
  const converts = picture.size !== undefined || picture.quality !== undefined;
  return {
    table,
    pictures: found.filter((one) => one !== undefined),
    imageColumn: image,
    targets: labels?.targets,
    labels: labels?.map,
    columns,
    shards: divide(table, settings, labels?.targets),
    choices: {
      imageColumn: image,
      labelColumn: label,
      columns: Object.fromEntries(columns),
      labels: labels?.map,
      ...picture,
      method: picture.size === undefined ? undefined : picture.method,
      decoder: converts ? (await jpegDecoder()).name : undefined,
      seed: settings.seed,
      groupBy: settings.groupBy,
      stratify: settings.stratify,
    },
  };
}

function checkCells({ rows }: Table, columns: Plan["columns"], issues: RowIssue[]): void {
  for (const [column, type] of columns)
    rows.forEach((row, index) => {
      try {
        toFeature(row[column], type);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        issues.push({ row: index + 1, column, problem });
      }
    });
}

function divide(
  { rows, name, columns }: Table,
  { shards, seed, groupBy, stratify }: CreateSettings,
  targets: Plan["targets"],
): readonly Uint32Array[] {
  if (groupBy !== undefined && !columns.includes(groupBy))
    throw new RangeError(
      `createRecords: groupBy: ${name} has no column ${groupBy}; there are ${columns.join(", ")}`,
    );
  if (stratify && targets === undefined)
    throw new TypeError("createRecords: stratify needs a column of classes; set labelColumn");
  const groups = groupBy === undefined ? undefined : codeCells(rows.map((row) => row[groupBy]));
  const classes = stratify && targets !== undefined ? codeCells(targets.map(String)).codes : undefined;
  const most = groups?.count ?? rows.length;
  const what = groups === undefined ? "records" : `groups by ${String(groupBy)}`;
  if (shards !== undefined && shards > most)
    throw new RangeError(
      `createRecords: shards must be at most the number of ${what}, ${String(most)}, got ${String(shards)}`,
    );
  return shardOrder(rows.length, {
    shards: shards ?? Math.min(DEFAULT_SHARDS, most),
    seed,
    groups: groups?.codes,
    classes,
  });
}
