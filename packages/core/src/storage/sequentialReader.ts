import { checkOptions, type OptionKinds } from "../check/checkOptions.ts";
import { storageOf } from "./storageOf.ts";

/** A gap up to this size is read and dropped: a new request costs more. */
const MAX_SKIPPED_BYTES = 4 * 2 ** 20;

/** Reads an object forwards, through one stream that runs ahead. */
export interface SequentialReader {
  /**
   * Reads `length` bytes from `offset` on, or fewer at the end. They belong to the caller.
   *
   * The stream continues if the offset is not smaller than the one before; else another one begins there.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Ends the stream. It is idempotent. */
  close(): Promise<void>;
}

/** @inline */
interface SequentialOptions {
  /** The version to read; default: any, as long as it does not change. */
  readonly etag?: string | undefined;
}

const KNOWN: OptionKinds<SequentialOptions> = { etag: "string" };

/**
 * Opens an object that is read from its start to its end, in parts of any size.
 *
 * @throws StorageError (`read`) if there is no such object, if it has changed, or if it cannot be read.
 * @example
 * ```ts
 * import { sequentialReader } from "@tensorloom/core/internal";
 *
 * const reader = sequentialReader("packages/core/README.md");
 * await reader.read(0, 2);
 * const name = new TextDecoder().decode(await reader.read(2, 16));
 * await reader.close();
 * name; // => "@tensorloom/core"
 * ```
 */
export function sequentialReader(address: string, options: SequentialOptions = {}): SequentialReader {
  checkOptions("sequentialReader", options, KNOWN);
  let stream: AsyncGenerator<Uint8Array, void, undefined> | undefined;
  let chunks: Uint8Array[] = []; // the bytes from `start` on
  let [start, held] = [0, 0];

  async function close(): Promise<void> {
    const ended = stream;
    [stream, chunks, held] = [undefined, [], 0];
    await ended?.return();
  }
  async function seek(offset: number): Promise<AsyncGenerator<Uint8Array, void, undefined>> {
    if (stream !== undefined && offset >= start && offset - (start + held) <= MAX_SKIPPED_BYTES)
      return stream;
    await close();
    start = offset;
    return (stream = (await storageOf(address)).stream(address, { ...options, offset }));
  }
  /** The next chunk. After an error a stream is at its end, which must not look like the end of the object. */
  async function nextOf(source: AsyncGenerator<Uint8Array, void, undefined>): ReturnType<typeof source.next> {
    try {
      return await source.next();
    } catch (error) {
      await close();
      throw error;
    }
  }
  function drop(offset: number): void {
    while (chunks.length > 0 && start < offset) {
      const dropped = Math.min(chunks[0].length, offset - start);
      if (dropped === chunks[0].length) chunks.shift();
      else chunks[0] = chunks[0].subarray(dropped);
      start += dropped;
      held -= dropped;
    }
  }
  return {
    async read(offset, length) {
      const source = await seek(offset);
      while (start + held < offset + length) {
        drop(offset);
        const step = await nextOf(source);
        if (step.done === true) break;
        if (step.value.length > 0) chunks.push(step.value);
        held += step.value.length;
      }
      drop(offset);
      const bytes = new Uint8Array(start < offset ? 0 : Math.min(length, held));
      let filled = 0;
      for (const chunk of chunks) {
        if (filled === bytes.length) break;
        const part = chunk.subarray(0, bytes.length - filled);
        bytes.set(part, filled);
        filled += part.length;
      }
      return bytes;
    },
    close,
  };
}
