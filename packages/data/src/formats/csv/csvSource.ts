import { Dataset } from "../../dataset/dataset.ts";
import type { ByteFile } from "../../files/byteFile.ts";
import { filesLabel } from "../../files/filesLabel.ts";
import { openPlain } from "../../files/gunzip.ts";
import { checkSameColumns } from "../../files/sameColumns.ts";
import { BLOCK_BYTES } from "../../files/textLimits.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";
import type { BlockReader, Cursor } from "../../sources/block.ts";
import { blockSource } from "../../sources/blockSource.ts";
import type { Convert } from "./columnTypes.ts";
import { checkColumns } from "./csvColumns.ts";
import { readHead } from "./csvHeader.ts";
import { type ColumnTypes, type CsvOptions, checkCsvOptions, type CsvSettings } from "./csvOptions.ts";
import { CsvReader } from "./csvReader.ts";
import { type CsvRecord, rowMaker } from "./rowMaker.ts";

/** What changes the conversion of some columns of a file, by their names. */
export type Adapt = (file: ByteFile) => ReadonlyMap<string, (convert: Convert | undefined) => Convert>;

/** What a caller of ours may change. */
export interface CsvExtras {
  readonly adapt?: Adapt | undefined;
  /** What else the records depend on. */
  readonly identity?: unknown;
  readonly blockBytes?: number | undefined;
}

/** Makes the dataset of CSV files. */
export function csvDataset<R>(
  files: readonly ByteFile[],
  options: CsvOptions<ColumnTypes>,
  { adapt = () => new Map(), identity, blockBytes = BLOCK_BYTES }: CsvExtras = {},
): Dataset<R> {
  const context: CsvContext = {
    files,
    adapt,
    blockBytes,
    settings: checkCsvOptions(options),
    first: undefined,
  };
  const source = blockSource<R>({
    label: filesLabel("fromCsv", files),
    size: undefined,
    files: files.length,
    fingerprint: () => fingerprintText([files.map(({ name }) => name), options, identity]),
    open: (file, cursor) =>
      openCsv(context, file, cursor) as Promise<BlockReader<unknown>> as Promise<BlockReader<R>>, // by its types
  });
  return new Dataset(source);
}

interface CsvContext {
  readonly files: readonly ByteFile[];
  readonly settings: CsvSettings;
  readonly adapt: Adapt;
  readonly blockBytes: number;
  /** The columns of the first file, once they are known. */
  first: readonly string[] | undefined;
}

async function openCsv(context: CsvContext, number: number, cursor: Cursor): Promise<BlockReader<CsvRecord>> {
  const { files, settings, adapt, blockBytes } = context;
  if (number > 0) context.first ??= await readColumns(files[0], context);
  const file = files[number];
  const bytes = await openPlain(file);
  try {
    const head = await readHead(file.name, bytes, settings, blockBytes);
    const { columns } = head;
    const converters = new Map(settings.converters);
    for (const [column, change] of adapt(file)) converters.set(column, change(converters.get(column)));
    checkColumns(file.name, columns, [...converters.keys()], settings.delimiter);
    if (number === 0) context.first = columns;
    checkSameColumns(files[0].name, context.first ?? columns, file.name, columns);
    const [at = head.at, row = 0, line = head.line] = cursor;
    const limits = { blockBytes, maxRecordBytes: settings.maxRecordBytes };
    const make = rowMaker(file, columns, converters);
    return new CsvReader(file.name, bytes, { head, place: { at, row, line }, make, limits });
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

async function readColumns(file: ByteFile, { settings, blockBytes }: CsvContext): Promise<readonly string[]> {
  const bytes = await openPlain(file);
  try {
    return (await readHead(file.name, bytes, settings, blockBytes)).columns;
  } finally {
    await bytes.close();
  }
}
