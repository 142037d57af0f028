import { checkOptions, integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import { DEFAULT_MAX, HIGHEST_MAX } from "../../files/textLimits.ts";
import { assertList, assertObject, assertString } from "../../validate.ts";
import type { ColumnType } from "./columnTypes.ts";
import { columnConverter, type Convert } from "./columnTypes.ts";

/**
 * Types of columns by their names.
 *
 * @inline
 */
export type ColumnTypes = Readonly<Record<string, ColumnType>>;

/**
 * Options of {@link fromCsv}.
 *
 * @inline
 */
export interface CsvOptions<T extends ColumnTypes> {
  /**
   * The types of columns: `"string"`, `"number"`, `"integer"`, `"bigint"` or `"boolean"`. With a question mark, such as
   * `"number?"`, values may be missing, and are `null`. Other columns are strings.
   */
  readonly types?: T | undefined;
  /** The texts that are missing values in columns of `types`; default `[""]`. Often `["", "NA", "nan"]`. */
  readonly missing?: readonly string[] | undefined;
  /** The names of the columns of files without a header; default: the first row of each file has them. */
  readonly header?: readonly string[] | undefined;
  /** The text between two values; default `","`. */
  readonly delimiter?: string | undefined;
  /** The character around values that contain a delimiter, a quote or a line break; default `'"'`. `""`: none. */
  readonly quote?: string | undefined;
  /** The longest row in bytes, from 1 to 2^28; default 2^26 (64 MiB). A longer one is an error, before it is read. */
  readonly maxRecordBytes?: number | undefined;
}

/** The kinds of the options. */
export const CSV_KINDS: OptionKinds<CsvOptions<ColumnTypes>> = {
  types: "object",
  missing: "any",
  header: "any",
  delimiter: "string",
  quote: "string",
  maxRecordBytes: "number",
};

/** Checked options. */
export interface CsvSettings {
  readonly converters: ReadonlyMap<string, Convert>;
  readonly header: readonly string[] | undefined;
  readonly delimiter: string;
  readonly quote: string;
  readonly maxRecordBytes: number;
}

/** Checks the options of a CSV source. */
export function checkCsvOptions(options: CsvOptions<ColumnTypes>): CsvSettings {
  const {
    types = {},
    missing = [""],
    header,
    delimiter = ",",
    quote = '"',
    maxRecordBytes = DEFAULT_MAX,
  } = checkOptions("fromCsv", options, CSV_KINDS);
  assertList("fromCsv: missing", missing).forEach((text, i) => {
    if (typeof text !== "string")
      throw new TypeError(`fromCsv: missing[${String(i)}] must be a string, got ${shown(text)}`);
  });
  const tokens = new Set(missing);
  const converters = Object.entries(assertObject("fromCsv: types", types)).map(
    ([column, type]) => [column, columnConverter(`fromCsv: types.${column}`, type, tokens)] as const,
  );
  if (header !== undefined) checkHeader(header);
  if (delimiter === "" || /[\r\n\ufeff]/.test(delimiter) || delimiter === '"' || delimiter === quote)
    throw new RangeError(
      `fromCsv: delimiter must be a text without line breaks, other than the quote, got ${shown(delimiter)}`,
    );
  if (quote.length > 1 || /[\r\n\ufeff]/.test(quote))
    throw new RangeError(`fromCsv: quote must be one character, or "" for none, got ${shown(quote)}`);
  integer("fromCsv: maxRecordBytes", maxRecordBytes, 1, HIGHEST_MAX);
  return { converters: new Map(converters), header, delimiter, quote, maxRecordBytes };
}

function checkHeader(header: readonly string[]): void {
  assertList("fromCsv: header", header).forEach((column, i) =>
    assertString(`fromCsv: header[${String(i)}]`, column),
  );
  const again = header.find((column, i) => header.indexOf(column) !== i);
  if (again !== undefined)
    throw new RangeError(`fromCsv: header must have different names, got ${shown(again)} twice`);
  if (header.length === 0) throw new RangeError("fromCsv: header must have at least one name, got none");
}
