import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { ObjectWriter } from "@tensorloom/core";
import { openPlaceWriter } from "@tensorloom/core/internal";
import { folderOf, makePlace } from "@tensorloom/core/internal/node";
import { type BlockReader, openBlocks } from "./openBlocks.ts";

/** Bytes before a body. A frame is `uint32 length | uint32 crc32 of the body | body`, little-endian. */
const HEAD = 8;
/** Bytes per read and write. */
const BLOCK = 1 << 20;
/** The maximum length of a body: a larger one is damage. */
const MAX_BYTES = 0x7fffffff;

/**
 * Thrown if a file of stored elements is damaged.
 *
 * @example
 * ```ts no-run
 * import { range } from "@tensorloom/data";
 * import { cacheToFile, StoreError } from "@tensorloom/data/node";
 *
 * try {
 *   await range(4).apply(cacheToFile("squares.elements")).toArray();
 * } catch (error) {
 *   if (error instanceof StoreError) console.error(error.file, error.offset);
 * }
 * ```
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly file: string;
  readonly offset: number;

  constructor(file: string, offset: number, what: string) {
    super(`${file}: ${what} at byte ${String(offset)}; remove the file, so that it is written again`);
    this.file = file;
    this.offset = offset;
  }
}

/** Writes values to a file or an object. It appears under its name only when it is complete and flushed. */
export class FrameWriter {
  readonly #place: string;
  readonly #file: ObjectWriter;
  #pending: Buffer[] = [];
  #bytes = 0;
  /** Whether a write failed: the file has a hole then. */
  #isTorn = false;

  private constructor(place: string, file: ObjectWriter) {
    this.#place = place;
    this.#file = file;
  }

  /** Starts the file of a path, or the object of an address. */
  static async open(place: string): Promise<FrameWriter> {
    await makePlace(folderOf(place));
    return new FrameWriter(place, await openPlaceWriter(place));
  }

  /** Adds a value; returns a promise only if a block is full. */
  write(value: unknown): Promise<void> | undefined {
    const body = serialize(value);
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(body.length, 0);
    head.writeUInt32LE(crc32(body), 4);
    this.#pending.push(head, body);
    this.#bytes += HEAD + body.length;
    return this.#bytes < BLOCK ? undefined : this.#flush();
  }

  async #flush(): Promise<void> {
    const [block, isTorn] = [Buffer.concat(this.#pending, this.#bytes), this.#isTorn];
    [this.#pending, this.#bytes, this.#isTorn] = [[], 0, true];
    if (isTorn) throw new Error(`${this.#place}: an earlier write failed`);
    await this.#file.write(block);
    this.#isTorn = false;
  }

  /** Renames the file to its final name; never if a write failed. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.commit();
  }

  async abandon(): Promise<void> {
    await this.#file.discard();
  }
}

/** Reads the values that a {@link FrameWriter} wrote. */
export class FrameReader {
  readonly #path: string;
  readonly #file: BlockReader;
  #block: Buffer = Buffer.alloc(0);
  #offset = 0;

  private constructor(path: string, file: BlockReader) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens the file of a path, or the object of an address; returns `undefined` if it does not exist. */
  static async open(place: string): Promise<FrameReader | undefined> {
    const file = await openBlocks(place);
    return file && new FrameReader(place, file);
  }

  /** Reads the next value: synchronously if its block is already read. */
  read(): unknown {
    if (this.#block.length < HEAD) return this.#readMore(HEAD).then(() => this.read());
    const length = this.#block.readUInt32LE(0);
    if (length === 0 || length > MAX_BYTES)
      throw new StoreError(this.#path, this.#offset, "an impossible length");
    if (this.#block.length < HEAD + length) return this.#readMore(HEAD + length).then(() => this.read());
    const body = this.#block.subarray(HEAD, HEAD + length);
    if (crc32(body) !== this.#block.readUInt32LE(4))
      throw new StoreError(this.#path, this.#offset, "a damaged element");
    const value = this.#deserialize(body);
    this.#block = this.#block.subarray(HEAD + length);
    this.#offset += HEAD + length;
    return value;
  }

  #deserialize(body: Buffer): unknown {
    try {
      return deserialize(body) as unknown; // the caller knows the type
    } catch {
      throw new StoreError(this.#path, this.#offset, "an element that V8 cannot read");
    }
  }

  async #readMore(needed: number): Promise<void> {
    const room = Buffer.allocUnsafe(Math.max(BLOCK, needed));
    let have = this.#block.copy(room);
    while (have < needed) {
      const bytesRead = await this.#file.read(room, have);
      if (bytesRead === 0) throw new StoreError(this.#path, this.#offset + have, "an unexpected end");
      have += bytesRead;
    }
    this.#block = room.subarray(0, have);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
