import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import { errorCode } from "@tensorloom/core/internal";
import { type AtomicFile, makeFolder, openAtomicFile } from "@tensorloom/core/internal/node";

/** A frame is `uint32 length | uint32 crc32 of the body | body`, little-endian; the body is V8's serialisation. */
const HEAD = 8;
/** Bytes that are written and read at a time. */
const BLOCK = 1 << 20;
/** No value is larger: a length beyond it is damage. */
const MOST = 0x7fffffff;

/**
 * A file of stored elements that is not what was written.
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
    super(`${file}: ${what} at byte ${String(offset)}; remove the file, and it is written again`);
    this.file = file;
    this.offset = offset;
  }
}

/** Writes values to a file that appears under its name only when it is complete and flushed. */
export class FrameWriter {
  readonly #file: AtomicFile;
  #waiting: Buffer[] = [];
  #bytes = 0;
  /** Whether a write failed: the file has a hole then. */
  #torn = false;

  private constructor(file: AtomicFile) {
    this.#file = file;
  }

  static async open(path: string): Promise<FrameWriter> {
    await makeFolder(dirname(path));
    return new FrameWriter(await openAtomicFile(path));
  }

  /** Adds a value; returns a promise only if a block is full. */
  write(value: unknown): Promise<void> | undefined {
    const body = serialize(value);
    const head = Buffer.alloc(HEAD);
    head.writeUInt32LE(body.length, 0);
    head.writeUInt32LE(crc32(body), 4);
    this.#waiting.push(head, body);
    this.#bytes += HEAD + body.length;
    return this.#bytes < BLOCK ? undefined : this.#flush();
  }

  async #flush(): Promise<void> {
    const [block, torn] = [Buffer.concat(this.#waiting, this.#bytes), this.#torn];
    [this.#waiting, this.#bytes, this.#torn] = [[], 0, true];
    if (torn) throw new Error(`${this.#file.temporaryPath}: an earlier write failed`);
    await this.#file.write(block);
    this.#torn = false;
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

/** Reads what a {@link FrameWriter} wrote. */
export class FrameReader {
  readonly #path: string;
  readonly #file: FileHandle;
  #block: Buffer = Buffer.alloc(0);
  #offset = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  /** Opens a file; `undefined` where there is none. */
  static async open(path: string): Promise<FrameReader | undefined> {
    try {
      return new FrameReader(path, await open(path, "r"));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Reads the next value: synchronously if its block is already read. */
  read(): unknown {
    if (this.#block.length < HEAD) return this.#more(HEAD).then(() => this.read());
    const length = this.#block.readUInt32LE(0);
    if (length === 0 || length > MOST) throw new StoreError(this.#path, this.#offset, "an impossible length");
    if (this.#block.length < HEAD + length) return this.#more(HEAD + length).then(() => this.read());
    const body = this.#block.subarray(HEAD, HEAD + length);
    if (crc32(body) !== this.#block.readUInt32LE(4))
      throw new StoreError(this.#path, this.#offset, "a damaged element");
    const value = this.#value(body);
    this.#block = this.#block.subarray(HEAD + length);
    this.#offset += HEAD + length;
    return value;
  }

  #value(body: Buffer): unknown {
    try {
      return deserialize(body) as unknown; // what it was, its reader knows
    } catch {
      throw new StoreError(this.#path, this.#offset, "an element that V8 cannot read");
    }
  }

  async #more(needed: number): Promise<void> {
    const room = Buffer.allocUnsafe(Math.max(BLOCK, needed));
    let have = this.#block.copy(room);
    while (have < needed) {
      const { bytesRead } = await this.#file.read(room, have, room.length - have);
      if (bytesRead === 0) throw new StoreError(this.#path, this.#offset + have, "an end too soon");
      have += bytesRead;
    }
    this.#block = room.subarray(0, have);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
