import { Dataset } from "../../dataset/dataset.ts";
import { closest, shown } from "@tensorloom/core/internal";
import type { ByteFile } from "../../files/byteFile.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { filesLabel } from "../../files/filesLabel.ts";
import { openPlain } from "../../files/gunzip.ts";
import { BLOCK_BYTES } from "../../files/textLimits.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";
import type { BlockReader, Cursor } from "../../sources/block.ts";
import { blockSource } from "../../sources/blockSource.ts";
import type { Convert } from "./columnTypes.ts";
import { readHead } from "./csvHeader.ts";
import { type ColumnTypes, type CsvOptions, checkCsvOptions, type CsvSettings } from "./csvOptions.ts";
import { CsvReader } from "./csvReader.ts";
import { type CsvRecord, rowMaker } from "./rowMaker.ts";

/** What changes the values of a file's columns after their conversion, by the name of the column. */
export type Adapt = (file: ByteFile) => ReadonlyMap<string, (convert: Convert | undefined) => Convert>;

/** Makes the dataset of CSV files. */
export function csvDataset<R>(
  files: readonly ByteFile[],
  options: CsvOptions<ColumnTypes>,
  adapt: Adapt = () => new Map(),
  blockBytes: number = BLOCK_BYTES,
): Dataset<R> {
  const settings = checkCsvOptions(options);
  const adapted = [...adapt(files[0]).keys()];
  const source = blockSource<R>({
    label: filesLabel("fromCsv", files),
    size: undefined,
    files: files.length,
    fingerprint: () => fingerprintText([files.map(({ name }) => name), options, adapted]),
    open: (file, cursor) =>
      openCsv(files, file, cursor, { ...settings, adapt, blockBytes }) as Promise<
        BlockReader<unknown>
      > as Promise<BlockReader<R>>, // R says what the types are
  });
  return new Dataset(source);
}

interface OpenSettings extends CsvSettings {
  readonly adapt: Adapt;
  readonly blockBytes: number;
}

async function openCsv(
  files: readonly ByteFile[],
  number: number,
  cursor: Cursor,
  settings: OpenSettings,
): Promise<BlockReader<CsvRecord>> {
  const file = files[number];
  const bytes = await openPlain(file);
  try {
    const head = await readHead(file.name, bytes, settings, settings.blockBytes);
    const converters = new Map(settings.converters);
    for (const [column, change] of settings.adapt(file))
      converters.set(column, change(converters.get(column)));
    checkColumns(file.name, head.columns, [...converters.keys()], settings.delimiter);
    if (number > 0) await checkSameColumns(files[0], file, head.columns, settings);
    const [at = head.at, row = 0, line = head.line] = cursor;
    return new CsvReader(
      file,
      bytes,
      head,
      { at, row, line },
      rowMaker(file, head.columns, converters),
      settings,
    );
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

function checkColumns(
  file: string,
  columns: readonly string[],
  wanted: readonly string[],
  delimiter: string,
): void {
  const missing = wanted.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  const found = [";", "\t", "|", ","].find((other) => columns.length === 1 && columns[0].includes(other));
  const [first] = missing;
  const meant = closest(first, columns);
  const hint =
    found !== undefined && found !== delimiter
      ? `; set delimiter: ${shown(found)}`
      : meant === undefined
        ? ""
        : `; did you mean ${meant}?`;
  throw new FileFormatError(
    file,
    { line: 1 },
    `expected the columns ${missing.join(", ")}, got ${columns.join(", ")}${hint}`,
  );
}

/** Checks that a file has the columns of the first one, in any order. */
async function checkSameColumns(
  first: ByteFile,
  file: ByteFile,
  columns: readonly string[],
  settings: OpenSettings,
): Promise<void> {
  if (settings.header !== undefined) return;
  const bytes = await openPlain(first);
  try {
    const expected = (await readHead(first.name, bytes, settings, settings.blockBytes)).columns;
    if (expected.length === columns.length && expected.every((column) => columns.includes(column))) return;
    throw new FileFormatError(
      file.name,
      { line: 1 },
      `expected the columns of ${first.name}, ${expected.join(", ")}, got ${columns.join(", ")}`,
    );
  } finally {
    await bytes.close();
  }
}
