import { callable, checkOptions, checkSignal, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { checkLabelMap, type LabelMap } from "../create/labelMap.ts";

/**
 * Options of {@link extractRecords}.
 *
 * @inline
 */
export interface ExtractRecordsOptions {
  /** Whether all pictures are in one folder; default false: a folder for each class, if records have a class. */
  readonly flat?: boolean | undefined;
  /** The table of the other features: `records.csv`, `records.jsonl`, or null for none. Default `csv`. */
  readonly table?: "csv" | "jsonl" | null | undefined;
  /**
   * The integer of each class, or the names in the order of their integers; default: the `labels.json` beside the first
   * file, if there is one. A class without a name is called by its integer.
   */
  readonly labels?: Readonly<Record<string, number>> | readonly string[] | undefined;
  /** The feature with the picture; default `image`. */
  readonly imageKey?: string | undefined;
  /** The feature with the name of the picture; default `image_name`. */
  readonly nameKey?: string | undefined;
  /** The feature with the integer of the class; default `target`. */
  readonly labelKey?: string | undefined;
  /** Called after every record, with the number of records so far. */
  readonly onProgress?: ((records: number) => void) | undefined;
  /** Stops the work; nothing is left then. */
  readonly signal?: AbortSignal | undefined;
}

const KNOWN: OptionKinds<ExtractRecordsOptions> = {
  flat: "boolean",
  table: "any",
  labels: "any",
  imageKey: "string",
  nameKey: "string",
  labelKey: "string",
  onProgress: "function",
  signal: "any",
};

/** Checked options, with their defaults. */
export interface ExtractSettings {
  readonly flat: boolean;
  readonly table: "csv" | "jsonl" | null;
  readonly labels: LabelMap | undefined;
  readonly imageKey: string;
  readonly nameKey: string;
  readonly labelKey: string;
  readonly onProgress: ((records: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

const NAME = "extractRecords";

/** Checks the options of `extractRecords`. */
export function checkExtractOptions(options: ExtractRecordsOptions): ExtractSettings {
  const checked = checkOptions(NAME, options, KNOWN);
  const { table = "csv", signal, onProgress, labels } = checked;
  if (table !== null) oneOf(`${NAME}: table`, table, ["csv", "jsonl"]);
  if (onProgress !== undefined) callable(`${NAME}: onProgress`, onProgress);
  checkSignal(`${NAME}: signal`, signal);
  return {
    flat: checked.flat ?? false,
    table,
    labels: labels === undefined ? undefined : checkLabelMap(`${NAME}: labels`, labels),
    imageKey: checked.imageKey ?? "image",
    nameKey: checked.nameKey ?? "image_name",
    labelKey: checked.labelKey ?? "target",
    onProgress,
    signal,
  };
}
