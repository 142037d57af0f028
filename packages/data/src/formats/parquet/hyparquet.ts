import { loadPeer } from "../../files/loadPeer.ts";

/** A file as hyparquet reads it. */
export interface ParquetBuffer {
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** The parts of a file's metadata that are used. */
export interface ParquetMetadata {
  readonly row_groups: readonly {
    readonly num_rows: bigint;
    readonly columns: readonly { readonly meta_data?: { readonly codec: string } }[];
  }[];
}

/**
 * hyparquet, as far as it is used. It is declared here, because the package may not be installed.
 */
export interface Hyparquet {
  parquetMetadataAsync(file: ParquetBuffer): Promise<ParquetMetadata>;
  parquetSchema(metadata: ParquetMetadata): {
    readonly children: readonly { readonly element: { readonly name: string } }[];
  };
  parquetReadObjects(options: {
    readonly file: ParquetBuffer;
    readonly metadata: ParquetMetadata;
    readonly columns: readonly string[] | undefined;
    readonly rowStart: number;
    readonly rowEnd: number;
    readonly utf8: boolean;
    readonly compressors: unknown;
  }): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Loads hyparquet. */
export function loadHyparquet(): Promise<Hyparquet> {
  return loadPeer<Hyparquet>(
    "fromParquet",
    "hyparquet",
    () => import("hyparquet") as unknown as Promise<Hyparquet>, // the same functions with fewer fields
  );
}

/** The codecs that hyparquet decompresses by itself. */
const OWN: ReadonlySet<string> = new Set(["UNCOMPRESSED", "SNAPPY"]);

/** Loads the decompressors of a file's other codecs, if it has any. */
export async function loadCompressors({ row_groups: groups }: ParquetMetadata): Promise<unknown> {
  const codecs = groups.flatMap(({ columns }) => columns.map((column) => column.meta_data?.codec ?? ""));
  const other = codecs.find((codec) => codec !== "" && !OWN.has(codec));
  if (other === undefined) return undefined;
  const name = `fromParquet: a file is compressed with ${other}`;
  const { compressors } = await loadPeer(
    name,
    "hyparquet-compressors",
    () => import("hyparquet-compressors"),
  );
  return compressors;
}
