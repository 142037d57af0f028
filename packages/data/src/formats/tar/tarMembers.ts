import type { OpenBytes } from "../../files/byteFile.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { paxRecords, TAR_BLOCK, type TarHeader, tarHeader, tarText } from "./tarHeader.ts";

/** A file in a tar file. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
  /** The offset of its first header. */
  readonly start: number;
  /** The offset of its data. */
  readonly data: number;
  /** The offset of the next member. */
  readonly next: number;
}

/** The longest pax header or long name in bytes. */
const MAX_EXTENSION_BYTES = 2 ** 20;

/** Reads the members of an open tar file. */
export class TarMembers {
  readonly #name: string;
  readonly #bytes: OpenBytes;

  constructor(name: string, bytes: OpenBytes) {
    this.#name = name;
    this.#bytes = bytes;
  }

  /** Returns the first regular file at or after an offset; `undefined` at the end. */
  async find(start: number): Promise<TarMember | undefined> {
    let [at, first] = [start, start];
    let longName: string | undefined;
    let longSize: number | undefined;
    for (;;) {
      const header = await this.#header(at);
      if (header === undefined) return undefined;
      const data = at + TAR_BLOCK;
      const isExtension = "xLKg".includes(header.type);
      const size = isExtension ? header.size : (longSize ?? header.size);
      const next = data + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
      if (header.type === "L") longName = tarText(await this.#extension(header, data));
      else if (header.type === "x") {
        const pax = paxRecords(await this.#extension(header, data));
        if (typeof pax === "string") throw this.#error(at, pax);
        longName = pax.get("path") ?? longName;
        longSize = this.#paxSize(at, pax.get("size")) ?? longSize;
      } else if (header.type === "0" || header.type === "7")
        return { name: longName ?? header.name, size, start: first, data, next };
      else if (!isExtension) [longName, longSize, first] = [undefined, undefined, next]; // a folder or a link
      at = next;
    }
  }

  /** Reads the data of a member. */
  async data({ name, size, data, start }: TarMember): Promise<Uint8Array> {
    const bytes = await this.#bytes.read(data, size);
    if (bytes.length === size) return bytes;
    throw this.#error(
      start,
      `the file ends in ${name}: expected ${String(size)} bytes, got ${String(bytes.length)}`,
    );
  }

  async #header(at: number): Promise<TarHeader | undefined> {
    const block = await this.#bytes.read(at, TAR_BLOCK);
    if (block.length === 0) return undefined; // some writers leave out the last blocks
    if (block.length < TAR_BLOCK) throw this.#error(at, "the file ends inside a tar header");
    const header = tarHeader(block);
    if (typeof header === "string") throw this.#error(at, header);
    return header;
  }

  #paxSize(at: number, text: string | undefined): number | undefined {
    if (text === undefined) return undefined;
    if (!/^\d{1,15}$/.test(text)) throw this.#error(at, "the size in the pax header is not a number");
    return Number(text);
  }

  async #extension({ size }: TarHeader, data: number): Promise<Uint8Array> {
    const at = data - TAR_BLOCK;
    if (size > MAX_EXTENSION_BYTES)
      throw this.#error(
        at,
        `expected a name of at most ${String(MAX_EXTENSION_BYTES)} bytes, got ${String(size)}`,
      );
    const bytes = await this.#bytes.read(data, size);
    if (bytes.length < size) throw this.#error(at, "the file ends inside a tar header");
    return bytes;
  }

  #error(offset: number, problem: string): FileFormatError {
    return new FileFormatError(this.#name, { offset }, problem);
  }
}
