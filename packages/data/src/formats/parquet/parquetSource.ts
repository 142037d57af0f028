import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { Dataset } from "../../dataset/dataset.ts";
import type { ByteFile } from "../../files/byteFile.ts";
import { checkSameColumns } from "../../files/sameColumns.ts";
import { filesLabel } from "../../files/filesLabel.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";
import type { BlockReader } from "../../sources/block.ts";
import { blockSource } from "../../sources/blockSource.ts";
import { assertList, assertString } from "../../validate.ts";
import { loadHyparquet } from "./hyparquet.ts";
import { inspectParquet, type ParquetFile } from "./parquetFile.ts";
import { openParquet } from "./parquetReader.ts";

/**
 * Options of {@link fromParquet}.
 *
 * @inline
 */
export interface ParquetOptions {
  /** The names of the columns that are read; default: all. Others are not loaded from the file. */
  readonly columns?: readonly string[] | undefined;
  /**
   * The type of 64-bit integers: `"number"` (default), with an error if one is larger than 2^53, or `"bigint"`.
   */
  readonly int64?: "number" | "bigint" | undefined;
}

const KNOWN: OptionKinds<ParquetOptions> = { columns: "any", int64: "string" };

/** Makes the dataset of Parquet files; reads their metadata. */
export async function parquetDataset<T>(
  files: readonly ByteFile[],
  options: ParquetOptions,
): Promise<Dataset<T>> {
  const { columns, int64 = "number" } = checkOptions("fromParquet", options, KNOWN);
  if (columns !== undefined)
    assertList("fromParquet: columns", columns).forEach((column, i) =>
      assertString(`fromParquet: columns[${String(i)}]`, column),
    );
  oneOf("fromParquet: int64", int64, ["number", "bigint"]);
  const hyparquet = await loadHyparquet();
  const parquets: ParquetFile[] = [];
  for (const file of files) {
    const parquet = await inspectParquet(hyparquet, file, columns); // one after another: thousands cannot be open together
    parquets.push(parquet);
    if (columns === undefined)
      checkSameColumns(parquets[0].file.name, parquets[0].columns, file.name, parquet.columns);
  }
  const source = blockSource<T>({
    label: filesLabel("fromParquet", files),
    size: parquets.flatMap(({ groups }) => groups).reduce((sum, count) => sum + count, 0),
    files: files.length,
    fingerprint: () => fingerprintText([parquets.map(({ file, groups }) => [file.name, groups]), options]),
    open: (file, at) =>
      openParquet(parquets[file], at, { hyparquet, columns, int64 }) as Promise<BlockReader<T>>, // as the caller says
  });
  return new Dataset(source);
}
