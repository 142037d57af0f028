import { setOrigin } from "@tensorloom/core";
import { errorMessage } from "@tensorloom/core/internal";
import type { OpenBytes } from "../../files/byteFile.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { FileOrigin } from "../../files/fileOrigin.ts";
import type { Block, BlockReader, Cursor } from "../../sources/block.ts";
import type { Hyparquet } from "./hyparquet.ts";
import { withNumbers } from "./int64.ts";
import { type ParquetFile, parquetBuffer } from "./parquetFile.ts";

type Row = Readonly<Record<string, unknown>>;

/** How rows are read. */
export interface ParquetSettings {
  readonly hyparquet: Hyparquet;
  readonly columns: readonly string[] | undefined;
  readonly int64: "number" | "bigint";
}

/** Opens a Parquet file at a cursor: the number of a row group. */
export async function openParquet(
  parquet: ParquetFile,
  [group = 0]: Cursor,
  settings: ParquetSettings,
): Promise<BlockReader<Row>> {
  return new ParquetReader(parquet, await parquet.file.open(), settings, group);
}

class ParquetReader implements BlockReader<Row> {
  readonly #parquet: ParquetFile;
  readonly #bytes: OpenBytes;
  readonly #settings: ParquetSettings;
  #group: number;

  constructor(parquet: ParquetFile, bytes: OpenBytes, settings: ParquetSettings, group: number) {
    this.#parquet = parquet;
    this.#bytes = bytes;
    this.#settings = settings;
    this.#group = group;
  }

  async read(): Promise<Block<Row> | undefined> {
    const { file, metadata, compressors, groups } = this.#parquet;
    if (this.#group >= groups.length) return undefined;
    const rowStart = groups.slice(0, this.#group).reduce((sum, count) => sum + count, 0);
    const count = groups[this.#group++];
    const { hyparquet, columns } = this.#settings;
    const rows = await hyparquet
      .parquetReadObjects({
        file: parquetBuffer(file.name, this.#bytes),
        metadata,
        columns,
        rowStart,
        rowEnd: rowStart + count,
        utf8: false, // bytes that are text are marked as text in the schema
        compressors,
      })
      .catch((error: unknown) => {
        throw new FileFormatError(
          file.name,
          { row: rowStart + 1 },
          `the row group is damaged: ${errorMessage(error)}`,
        );
      });
    if (rows.length !== count)
      throw new FileFormatError(
        file.name,
        { row: rowStart + 1 },
        `the row group is damaged: expected ${String(count)} rows, got ${String(rows.length)}`,
      );
    return { count, next: [this.#group], at: (index) => this.#record(rows[index], rowStart + index + 1) };
  }

  #record(row: Row, number: number): Row {
    const { name } = this.#parquet.file;
    const record = this.#settings.int64 === "bigint" ? row : numbersOf(name, row, number);
    return setOrigin(record, new FileOrigin(name, "row", number));
  }

  close(): Promise<void> {
    return this.#bytes.close();
  }
}

function numbersOf(file: string, row: Row, number: number): Row {
  const entries = Object.entries(row).map(([column, value]) => {
    const result = withNumbers(value);
    if ("value" in result) return [column, result.value] as const;
    throw new FileFormatError(
      file,
      { row: number, column },
      `expected an integer up to 2^53, got ${String(result.tooLarge)}; set int64: "bigint"`,
    );
  });
  return Object.fromEntries(entries);
}
