import { toBytes, toUint8Array } from "./toBytes.ts";
import { shown } from "@tensorloom/core/internal";

/** A sliding window over an input. `bytes[start..end)` are buffered, contiguous and unread. */
export interface ByteWindow {
  readonly bytes: Uint8Array;
  /** The index of the first unread byte. The reader advances it. */
  start: number;
  readonly end: number;
  /**
   * Buffers at least `least` unread bytes, unless the input ends first.
   *
   * @returns False if the input ended first; the window then holds the rest.
   */
  fill(least: number): Promise<boolean>;
  /** Releases the buffer if all of its bytes have been read. */
  release(): void;
  /** Closes the input. */
  close(): Promise<void>;
}

/** Creates a window over bytes in memory. */
export function bytesWindow(bytes: Uint8Array): ByteWindow {
  return {
    bytes: toUint8Array(bytes),
    start: 0,
    end: bytes.length,
    fill: () => Promise.resolve(false),
    release: () => undefined,
    close: () => Promise.resolve(),
  };
}

const TRUSTED_BYTES = 64 * 1024 * 1024;
const NO_BYTES = new Uint8Array(0);

function chunkBytes(chunk: unknown): Uint8Array {
  const bytes = toBytes(chunk);
  if (bytes !== undefined) return bytes;
  const hint = typeof chunk === "string" ? "; open the stream without an encoding" : "";
  throw new TypeError(`every chunk of the source must be bytes, got ${shown(chunk)}${hint}`);
}

/** Chunks that may begin with the unread bytes of the window before them, so that a record is rarely split. */
export interface JoiningChunks {
  readonly joins: true;
  /**
   * Returns the next chunk. `tailBytes` is the number of bytes of the tail that it begins with: all or none.
   *
   * @param wanted - The number of bytes wanted, so that a file can read a larger block.
   * @param tail - The window's unread bytes. If the chunk has the bytes wanted, it may begin with a copy of them.
   */
  next(
    wanted?: number,
    tail?: Uint8Array,
  ): Promise<IteratorResult<Uint8Array, undefined> & { readonly tailBytes?: number }>;
  return(): Promise<IteratorResult<Uint8Array, undefined>>;
}

type Chunks = JoiningChunks | AsyncIterator<unknown> | Iterator<unknown>;

/** Creates a window over chunks of any size. Bytes are copied only if they span several chunks, and only once. */
export function chunkWindow(chunks: Chunks): ByteWindow {
  const joins = "joins" in chunks;
  const source = chunks as AsyncIterator<unknown, unknown, number>; // others ignore the argument of next
  let bytes: Uint8Array = NO_BYTES;
  let end = 0;
  let rest: Uint8Array = bytes; // the part of the last chunk that is not in the window yet
  let over = false;

  async function pull(wanted: number): Promise<boolean> {
    while (!over && rest.length === 0) {
      const step = await source.next(wanted);
      if (step.done === true) over = true;
      else rest = chunkBytes(step.value);
    }
    return rest.length > 0;
  }

  /** Takes the next chunk. If it begins with the unread bytes, it becomes the window. */
  async function pullJoined(chunks: JoiningChunks, wanted: number): Promise<void> {
    const tail = bytes.subarray(self.start, end);
    const step = await chunks.next(wanted, tail);
    if (step.done === true) over = true;
    else rest = step.value;
    if (step.tailBytes === tail.length) slide();
  }

  /** Makes the last chunk the window. */
  function slide(): void {
    bytes = rest;
    self.start = 0;
    end = bytes.length;
    rest = NO_BYTES;
  }

  /** Moves the unread bytes to a larger buffer. It grows at most twofold, because a stated length may be wrong. */
  function grow(least: number): void {
    const held = end - self.start;
    const larger = new Uint8Array(Math.min(least, Math.max(TRUSTED_BYTES, 2 * held)));
    larger.set(bytes.subarray(self.start, end));
    bytes = larger;
    self.start = 0;
    end = held;
  }

  async function join(least: number): Promise<boolean> {
    let room = -1; // the buffer may be the caller's chunk, so do not write into it
    while (end - self.start < least) {
      if (room < 0 || end === room) {
        grow(least);
        room = bytes.length;
      }
      if (!(await pull(least - (end - self.start)))) return false;
      const taken = rest.subarray(0, room - end);
      bytes.set(taken, end);
      end += taken.length;
      rest = taken.length === rest.length ? NO_BYTES : rest.subarray(taken.length); // an empty view would keep the chunk's memory
    }
    return true;
  }

  const self: ByteWindow = {
    get bytes() {
      return bytes;
    },
    start: 0,
    get end() {
      return end;
    },
    async fill(least) {
      if (self.start === end) {
        if (!(await pull(least))) return false;
        slide();
      } else if (joins && !over && rest.length === 0 && end - self.start < least)
        await pullJoined(chunks, least - (end - self.start));
      return end - self.start >= least || (await join(least));
    },
    release() {
      if (self.start !== end) return;
      bytes = NO_BYTES;
      self.start = end = 0;
    },
    async close() {
      if (over) return;
      over = true;
      await source.return?.();
    },
  };
  return self;
}
