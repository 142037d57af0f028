import {
  callable,
  checkOptions,
  checkSignal,
  integer,
  isRecord,
  oneOf,
  type OptionKinds,
  shown,
} from "@tensorloom/core/internal";
import { type ColumnType, COLUMN_TYPES } from "../../row/columnType.ts";
import { checkPictureOptions, type PictureSettings, type ResizeMethod } from "../picture/pictureSettings.ts";
import { checkLabelMap, type LabelMap } from "./labelMap.ts";
import type { CreateProgress } from "./createProgress.ts";

/**
 * Options of {@link createRecords}.
 *
 * @inline
 */
export interface CreateRecordsOptions {
  /** The number of files; default 16, or the number of records (or groups) if there are fewer. */
  readonly shards?: number | undefined;
  /** The seed of the order of the records; default 0. */
  readonly seed?: number | undefined;
  /** Whether records are shuffled, so that classes mix in every file; default true. */
  readonly shuffle?: boolean | undefined;
  /** A column whose equal values stay in one file, such as `patient_id`. */
  readonly groupBy?: string | undefined;
  /** Whether every file has its share of each class; default false. */
  readonly stratify?: boolean | undefined;
  /** The column with the paths of the pictures; null for records without pictures. Default `image`. */
  readonly imageColumn?: string | null | undefined;
  /** The column with the classes; null for records without a target. Default: `target` or `label`, if there is one. */
  readonly labelColumn?: string | null | undefined;
  /**
   * The other columns to store: a list, or their types by name. Default: all, with inferred types.
   */
  readonly columns?: readonly string[] | Readonly<Record<string, ColumnType | undefined>> | undefined;
  /** The folder that paths of pictures are relative to; default: the folder of the table. */
  readonly images?: string | undefined;
  /** The integer of each class, or the names in the order of their integers; default: the sorted names from 0. */
  readonly labels?: Readonly<Record<string, number>> | readonly string[] | undefined;
  /**
   * The size of the pictures in pixels: the length of the shorter side, which keeps the aspect ratio, or
   * `[height, width]`, which does not. Default: pictures keep their size.
   */
  readonly size?: number | readonly [height: number, width: number] | undefined;
  /** How pixels are interpolated, with antialiasing: a method of `resize` of `@tensorloom/image`. Default `bilinear`. */
  readonly method?: ResizeMethod | undefined;
  /**
   * The quality of JPEG from 1 to 100, at which every picture is encoded. Default: pictures that keep their size keep
   * their bytes; resized ones are encoded in their format, JPEG at 95.
   */
  readonly quality?: number | undefined;
  /** Whether pictures that keep their bytes are decoded to find damage; default true. False only reads their headers. */
  readonly verify?: boolean | undefined;
  /** Whether damaged pictures are left out and reported; default false: they throw. */
  readonly skipDamaged?: boolean | undefined;
  /** The format of a source that is a stream of bytes; default: by the end of the file's name. */
  readonly format?: "csv" | "jsonl" | undefined;
  /** The text between two cells of a CSV file, such as `";"`; default a comma, or a tab for `.tsv` files. */
  readonly delimiter?: string | undefined;
  /** The number of threads; 0 for none. Default: one per core if pictures are resized or encoded, else 0. */
  readonly workers?: number | undefined;
  /** Whether to replace an older set of that name, and an unfinished one of other inputs or options; default false. */
  readonly replace?: boolean | undefined;
  /** Called after every record. */
  readonly onProgress?: ((progress: CreateProgress) => void) | undefined;
  /** Stops the work. The complete files are kept for the next call, which continues. */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN: OptionKinds<CreateRecordsOptions> = {
  shards: "number",
  seed: "number",
  shuffle: "boolean",
  groupBy: "string",
  stratify: "boolean",
  imageColumn: "any",
  labelColumn: "any",
  columns: "any",
  images: "string",
  labels: "any",
  size: "any",
  method: "string",
  quality: "number",
  verify: "boolean",
  skipDamaged: "boolean",
  format: "string",
  delimiter: "string",
  workers: "number",
  replace: "boolean",
  onProgress: "function",
  signal: "any",
};

/** Checked options, with their defaults. */
export interface CreateSettings {
  readonly shards: number | undefined;
  /** Undefined without shuffling. */
  readonly seed: number | undefined;
  readonly groupBy: string | undefined;
  readonly stratify: boolean;
  readonly imageColumn: string | null | undefined;
  readonly labelColumn: string | null | undefined;
  /** The other columns with their types, if they are set; undefined for all. */
  readonly columns: ReadonlyMap<string, ColumnType | undefined> | undefined;
  readonly images: string | undefined;
  readonly labels: LabelMap | undefined;
  readonly picture: PictureSettings;
  readonly skipDamaged: boolean;
  readonly format: "csv" | "jsonl" | undefined;
  readonly delimiter: string | undefined;
  readonly workers: number | undefined;
  readonly replace: boolean;
  readonly onProgress: ((progress: CreateProgress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

const NAME = "createRecords";

/** Checks the options of `createRecords`. */
export function checkCreateOptions(options: CreateRecordsOptions): CreateSettings {
  const checked = checkOptions(NAME, options, KNOWN);
  const { shards, seed = 0, shuffle = true, workers, format, signal, onProgress, labels } = checked;
  if (shards !== undefined) integer(`${NAME}: shards`, shards, 1, 99_999);
  integer(`${NAME}: seed`, seed);
  if (!shuffle && options.seed !== undefined)
    throw new TypeError(`${NAME}: seed has no effect without shuffle, got ${shown(seed)}`);
  if (workers !== undefined) integer(`${NAME}: workers`, workers, 0, 256);
  if (format !== undefined) oneOf(`${NAME}: format`, format, ["csv", "jsonl"]);
  if (onProgress !== undefined) callable(`${NAME}: onProgress`, onProgress);
  checkSignal(`${NAME}: signal`, signal);
  return {
    shards,
    seed: shuffle ? seed : undefined,
    groupBy: checked.groupBy,
    stratify: checked.stratify ?? false,
    imageColumn: checkColumnName("imageColumn", checked.imageColumn),
    labelColumn: checkColumnName("labelColumn", checked.labelColumn),
    columns: checkColumns(checked.columns),
    images: checked.images,
    labels: labels === undefined ? undefined : checkLabelMap(`${NAME}: labels`, labels),
    picture: checkPictureOptions(NAME, checked),
    skipDamaged: checked.skipDamaged ?? false,
    format,
    delimiter: checked.delimiter,
    workers,
    replace: checked.replace ?? false,
    onProgress,
    signal,
  };
}

function checkColumnName(option: string, value: unknown): string | null | undefined {
  if (value === undefined || value === null || (typeof value === "string" && value !== "")) return value;
  throw new TypeError(`${NAME}: ${option} must be the name of a column, or null, got ${shown(value)}`);
}

function checkColumns(columns: CreateRecordsOptions["columns"]): CreateSettings["columns"] {
  if (columns === undefined) return undefined;
  const value: unknown = columns; // JavaScript passes anything
  if (Array.isArray(value) && value.every((one) => typeof one === "string"))
    return new Map(value.map((name: string) => [name, undefined]));
  if (!isRecord(value))
    throw new TypeError(
      `${NAME}: columns must be a list of names, or types by name such as { age: "float32" }, got ${shown(value)}`,
    );
  return new Map(
    Object.entries(value).map(([name, type]) => [
      name,
      type === undefined ? undefined : oneOf(`${NAME}: columns.${name}`, type as ColumnType, COLUMN_TYPES), // it checks
    ]),
  );
}
