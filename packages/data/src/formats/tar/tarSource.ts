import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import { Dataset } from "../../dataset/dataset.ts";
import type { ByteFile } from "../../files/byteFile.ts";
import { filesLabel } from "../../files/filesLabel.ts";
import { fingerprintText } from "../../pass/fingerprintText.ts";
import type { BlockReader } from "../../sources/block.ts";
import { blockSource } from "../../sources/blockSource.ts";
import { checkFieldTypes, type FieldType, type FieldValue } from "./fieldTypes.ts";
import { openTar } from "./tarReader.ts";

/**
 * Types of fields by their extensions.
 *
 * @inline
 */
export type FieldTypes = Readonly<Record<string, FieldType>>;

/**
 * Options of {@link fromTar}.
 *
 * @inline
 */
export interface TarOptions<T extends FieldTypes> {
  /**
   * How files are decoded, by their extensions in lower case: `"bytes"`, `"text"`, `"integer"`, `"number"` or `"json"`.
   * Every record must have them, unless they end with a question mark: `"json?"`. Default: `txt` is text, `cls` an integer,
   * `json` JSON, as in WebDataset, and everything else is bytes.
   */
  readonly types?: T | undefined;
  /** The largest record in bytes, at least 1; default 2^30 (1 GiB). A larger one is an error, before it is read. */
  readonly maxRecordBytes?: number | undefined;
}

const KNOWN: OptionKinds<TarOptions<FieldTypes>> = { types: "object", maxRecordBytes: "number" };

/**
 * The record of a tar file: its key, and one field per extension.
 *
 * @example
 * ```ts
 * import type { TarRecord } from "@tensorloom/data";
 *
 * const nameOf = ({ __key__, cls }: TarRecord<{ cls: "integer" }>): string => `${__key__} of class ${cls}`;
 * nameOf({ __key__: "0001", cls: 3 }); // => "0001 of class 3"
 * ```
 */
export type TarRecord<T extends FieldTypes> = (string extends keyof T
  ? { readonly __key__: string }
  : { readonly __key__: string } & { readonly [K in keyof T]: FieldValue<T[K]> }) &
  Readonly<Record<string, unknown>>;

/** Makes the dataset of tar files. */
export function tarDataset<T extends FieldTypes>(
  files: readonly ByteFile[],
  options: TarOptions<T>,
): Dataset<TarRecord<T>> {
  const { types = {}, maxRecordBytes = 2 ** 30 } = checkOptions<TarOptions<FieldTypes>>(
    "fromTar",
    options,
    KNOWN,
  );
  checkFieldTypes(types);
  integer("fromTar: maxRecordBytes", maxRecordBytes, 1);
  const source = blockSource<TarRecord<T>>({
    label: filesLabel("fromTar", files),
    size: undefined,
    files: files.length,
    fingerprint: () => fingerprintText([files.map(({ name }) => name), options]),
    open: (file, at) =>
      openTar(files[file], at, { types, maxRecordBytes }) as Promise<BlockReader<unknown>> as Promise<
        BlockReader<TarRecord<T>>
      >, // the records have the types that were asked for
  });
  return new Dataset(source);
}
