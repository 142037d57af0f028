import { setOrigin } from "@tensorloom/core";
import { errorMessage } from "@tensorloom/core/internal";
import type { ByteFile, OpenBytes } from "../../files/byteFile.ts";
import { bomLength, decodeText, NEWLINE } from "../../files/decodeText.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { FileOrigin } from "../../files/fileOrigin.ts";
import { openPlain } from "../../files/gunzip.ts";
import type { Block, BlockReader, Cursor } from "../../sources/block.ts";

/** How lines are read. */
export interface LineLimits {
  /** How many bytes are read together. */
  readonly blockBytes: number;
  readonly maxRecordBytes: number;
}

/** Opens a JSONL file at a cursor: the offset of a line, and its number from 1. */
export async function openJsonl(
  file: ByteFile,
  cursor: Cursor,
  limits: LineLimits,
): Promise<BlockReader<unknown>> {
  const bytes = await openPlain(file);
  const [at = 0, line = 1] = cursor;
  return new JsonlReader(file.name, bytes, { at, line, ...limits });
}

class JsonlReader implements BlockReader<unknown> {
  readonly #name: string;
  readonly #bytes: OpenBytes;
  readonly #limits: LineLimits;
  #at: number;
  #line: number;

  constructor(
    name: string,
    bytes: OpenBytes,
    { at, line, ...limits }: LineLimits & { readonly at: number; readonly line: number },
  ) {
    this.#name = name;
    this.#bytes = bytes;
    this.#limits = limits;
    this.#at = at;
    this.#line = line;
  }

  async read(): Promise<Block<unknown> | undefined> {
    const bytes = await this.#readLines();
    if (bytes.length === 0) return undefined;
    const first = this.#line;
    const skipped = this.#at === 0 ? bomLength(bytes) : 0;
    const lines = decodeText(this.#name, bytes.subarray(skipped), first).split("\n");
    const isWhole = bytes[bytes.length - 1] === NEWLINE; // then the last item is empty
    this.#at += bytes.length;
    this.#line += lines.length - (isWhole ? 1 : 0);
    const filled = [...lines.keys()].filter((i) => lines[i].trim() !== "");
    return {
      count: filled.length,
      next: [this.#at, this.#line],
      at: (index) => this.#parse(lines[filled[index]], first + filled[index]),
    };
  }

  /** Reads complete lines. */
  async #readLines(): Promise<Uint8Array> {
    const { blockBytes, maxRecordBytes } = this.#limits;
    for (let size = Math.min(blockBytes, maxRecordBytes); ; size = Math.min(2 * size, maxRecordBytes)) {
      const bytes = await this.#bytes.read(this.#at, size);
      if (bytes.length < size) return bytes;
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      if (end > 0) return bytes.subarray(0, end);
      if (size === maxRecordBytes)
        throw new FileFormatError(
          this.#name,
          { line: this.#line },
          `the line has more than ${String(maxRecordBytes)} bytes; see maxRecordBytes`,
        );
    }
  }

  #parse(text: string, line: number): unknown {
    try {
      return setOrigin<unknown>(JSON.parse(text), new FileOrigin(this.#name, "line", line));
    } catch (error) {
      throw new FileFormatError(this.#name, { line }, `expected JSON: ${errorMessage(error)}`);
    }
  }

  close(): Promise<void> {
    return this.#bytes.close();
  }
}
