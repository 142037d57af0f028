import { toBytes, toUint8Array } from "./toBytes.ts";
import { shown } from "@tensorloom/core/internal";

/** A stretch of an input's bytes, contiguous in memory, that moves forward: `bytes[start..end)` are held and not yet read. */
export interface ByteWindow {
  readonly bytes: Uint8Array;
  /** The first byte that is not yet read; the reader moves it. */
  start: number;
  readonly end: number;
  /**
   * Makes the window hold at least so many unread bytes, if the input still has them.
   *
   * @returns false if the input ended before; the window then holds all that was left.
   */
  fill(least: number): Promise<boolean>;
  /** Frees the memory of bytes that have been read, if no others are left. */
  release(): void;
  /** Closes what the bytes come from. */
  close(): Promise<void>;
}

/** A window over bytes that are all in memory. */
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

/** Chunks of bytes; `next` is called with how many bytes are wanted, for those that can read more than usual. */
interface Chunks {
  next(wanted: number): Promise<IteratorResult<unknown, unknown>> | IteratorResult<unknown, unknown>;
  return?(): unknown;
}

/** A window over chunks of any size. Records inside one chunk are views of it; one that lies across chunks is copied, once. */
export function chunkWindow(chunks: Chunks | AsyncIterator<unknown> | Iterator<unknown>): ByteWindow {
  const source = chunks as Chunks; // others pay no heed to what is wanted
  let bytes: Uint8Array = NO_BYTES;
  let end = 0;
  let rest: Uint8Array = bytes; // of the chunk that came last, what is not in the window yet
  let over = false;

  async function pull(wanted: number): Promise<boolean> {
    while (!over && rest.length === 0) {
      const step = await source.next(wanted);
      if (step.done === true) over = true;
      else rest = chunkBytes(step.value);
    }
    return rest.length > 0;
  }

  /** Puts what is held at the front of a larger buffer; a stated length is not believed beyond twice what has come. */
  function grow(least: number): void {
    const held = end - self.start;
    const larger = new Uint8Array(Math.min(least, Math.max(TRUSTED_BYTES, 2 * held)));
    larger.set(bytes.subarray(self.start, end));
    bytes = larger;
    self.start = 0;
    end = held;
  }

  async function join(least: number): Promise<boolean> {
    let room = -1; // the buffer can be the caller's chunk: it is not written in
    while (end - self.start < least) {
      if (room < 0 || end === room) {
        grow(least);
        room = bytes.length;
      }
      if (!(await pull(least - (end - self.start)))) return false;
      const taken = rest.subarray(0, room - end);
      bytes.set(taken, end);
      end += taken.length;
      rest = taken.length === rest.length ? NO_BYTES : rest.subarray(taken.length); // an empty view would keep the chunk alive
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
        bytes = rest;
        self.start = 0;
        end = bytes.length;
        rest = NO_BYTES;
      }
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
