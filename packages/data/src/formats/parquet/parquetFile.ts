import { closest, errorMessage, shown } from "@tensorloom/core/internal";
import type { ByteFile, OpenBytes } from "../../files/byteFile.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { type Hyparquet, loadCompressors, type ParquetBuffer, type ParquetMetadata } from "./hyparquet.ts";

/** A Parquet file whose metadata was read. */
export interface ParquetFile {
  readonly file: ByteFile;
  readonly metadata: ParquetMetadata;
  readonly columns: readonly string[];
  readonly compressors: unknown;
  /** The number of rows of each row group. */
  readonly groups: readonly number[];
}

/** Reads the metadata of a Parquet file, and checks that it has some columns. */
export async function inspectParquet(
  hyparquet: Hyparquet,
  file: ByteFile,
  columns: readonly string[] | undefined,
): Promise<ParquetFile> {
  const bytes = await file.open();
  try {
    const buffer = parquetBuffer(file.name, bytes);
    const start = new TextDecoder().decode(await bytes.read(0, 4));
    if (start !== "PAR1")
      throw new FileFormatError(
        file.name,
        {},
        `expected a Parquet file, which starts with PAR1, got ${shown(start)}`,
      );
    const metadata = await hyparquet.parquetMetadataAsync(buffer).catch((error: unknown) => {
      throw new FileFormatError(file.name, {}, `the metadata is damaged: ${errorMessage(error)}`);
    });
    const known = hyparquet.parquetSchema(metadata).children.map(({ element }) => element.name);
    const missing = columns?.filter((column) => !known.includes(column)) ?? [];
    if (missing.length > 0) {
      const meant = closest(missing[0], known);
      const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
      throw new FileFormatError(
        file.name,
        {},
        `expected the columns ${missing.join(", ")}, got ${known.join(", ")}${hint}`,
      );
    }
    const groups = metadata.row_groups.map(({ num_rows: rows }) => Number(rows));
    return { file, metadata, columns: known, compressors: await loadCompressors(metadata), groups };
  } finally {
    await bytes.close();
  }
}

/** A file as hyparquet reads it. */
export function parquetBuffer(name: string, bytes: OpenBytes): ParquetBuffer {
  const { size } = bytes;
  if (size === undefined)
    throw new TypeError(
      `fromParquet: ${name} is a stream, but Parquet needs random access; pass a Blob, bytes or a path`,
    );
  return {
    byteLength: size,
    async slice(start, end = size) {
      const from = start < 0 ? size + start : start;
      const read = await bytes.read(from, end - from);
      return read.byteLength === read.buffer.byteLength && read.buffer instanceof ArrayBuffer
        ? read.buffer
        : new Uint8Array(read).buffer; // a copy
    },
  };
}
