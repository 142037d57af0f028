import { setOrigin } from "@tensorloom/core";
import { errorMessage } from "@tensorloom/core/internal";
import type { ByteFile, OpenBytes } from "../../files/byteFile.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { FileOrigin } from "../../files/fileOrigin.ts";
import { openPlain } from "../../files/gunzip.ts";
import type { Block, BlockReader, Cursor } from "../../sources/block.ts";
import { decodeField, type FieldType } from "./fieldTypes.ts";
import { type TarMember, TarMembers } from "./tarMembers.ts";

/** How records are read. */
export interface TarSettings {
  readonly types: Readonly<Record<string, FieldType>>;
  readonly maxRecordBytes: number;
}

type Row = Readonly<Record<string, unknown>>;

/** Opens a tar file at a cursor: the offset of a record. */
export async function openTar(
  file: ByteFile,
  [at = 0]: Cursor,
  settings: TarSettings,
): Promise<BlockReader<Row>> {
  return new TarReader(file.name, await openPlain(file), settings, at);
}

/** The key of a file's record, and its extension, as WebDataset divides names at the first dot. */
const NAME = /^((?:.*\/)?[^./]+)\.([^/]*)$/;

class TarReader implements BlockReader<Row> {
  readonly #name: string;
  readonly #bytes: OpenBytes;
  readonly #members: TarMembers;
  readonly #settings: TarSettings;
  #at: number;
  /** The first member of the next record. */
  #peeked: KeyedMember | undefined;

  constructor(name: string, bytes: OpenBytes, settings: TarSettings, at: number) {
    this.#name = name;
    this.#bytes = bytes;
    this.#members = new TarMembers(name, bytes);
    this.#settings = settings;
    this.#at = at;
  }

  async read(): Promise<Block<Row> | undefined> {
    const first = this.#peeked ?? (await this.#find(this.#at));
    if (first === undefined) return undefined;
    const { key, member } = first;
    const fields = new Map<string, Uint8Array>();
    let total = 0;
    let next: KeyedMember | undefined = first;
    while (next?.key === key) {
      const { extension } = next;
      if (fields.has(extension)) throw this.#error(member, `the record ${key} has ${extension} twice`);
      total += next.member.size;
      const { maxRecordBytes } = this.#settings;
      if (total > maxRecordBytes)
        throw this.#error(
          member,
          `the record ${key} has more than ${String(maxRecordBytes)} bytes; see maxRecordBytes`,
        );
      fields.set(extension, await this.#members.data(next.member));
      this.#at = next.member.next;
      next = await this.#find(this.#at); // if it is damaged, so may be this record
    }
    this.#peeked = next;
    this.#at = next?.member.start ?? this.#at;
    return { count: 1, next: [this.#at], at: () => this.#record(key, member, fields) };
  }

  /** Finds the next file that belongs to a record. */
  async #find(start: number): Promise<KeyedMember | undefined> {
    for (let at = start; ;) {
      const member = await this.#members.find(at);
      if (member === undefined) return undefined;
      const match = NAME.exec(member.name);
      if (match !== null) return { key: match[1], extension: match[2].toLowerCase(), member };
      at = member.next;
    }
  }

  #record(key: string, member: TarMember, fields: ReadonlyMap<string, Uint8Array>): Row {
    const { types } = this.#settings;
    const absent = Object.keys(types).filter((extension) => !fields.has(extension));
    const required = absent.find((extension) => !types[extension].endsWith("?"));
    if (required !== undefined)
      throw this.#error(
        member,
        `the record ${key} has no ${required}; it has ${[...fields.keys()].join(", ")}`,
      );
    const decoded = [...fields].map(([extension, bytes]) => {
      try {
        const type = Object.hasOwn(types, extension) ? types[extension] : undefined;
        return [extension, decodeField(extension, bytes, type)] as const;
      } catch (error) {
        throw this.#error(member, `${key}.${extension}: ${errorMessage(error)}`);
      }
    });
    const record = Object.fromEntries([
      ["__key__", key],
      ...decoded,
      ...absent.map((extension) => [extension, null] as const),
    ]);
    return setOrigin(record, new FileOrigin(this.#name, "record", key));
  }

  #error({ start }: TarMember, problem: string): FileFormatError {
    return new FileFormatError(this.#name, { offset: start }, problem);
  }

  close(): Promise<void> {
    return this.#bytes.close();
  }
}

/** A file of a record. */
interface KeyedMember {
  readonly key: string;
  readonly extension: string;
  readonly member: TarMember;
}
