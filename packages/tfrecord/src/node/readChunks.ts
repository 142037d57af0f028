import { fastReadOffset } from "@tensorloom/core/internal/node";
import { read as readFile, readv } from "node:fs";
import { open } from "node:fs/promises";
import type { JoiningChunks } from "../bytes/byteWindow.ts";

/** Options of {@link readChunks}. */
export interface ReadChunksOptions {
  /** The size of a block in bytes. */
  readonly blockBytes: number;
  /** Whether blocks share memory: a block is then valid until the next one is requested. */
  readonly reuse: boolean;
  /** Blocks of one read, from the third read on; default 1. Each read costs a handover to a thread and back. */
  readonly blocksPerRead?: number | undefined;
}

/** The maximum size of one read for a record that is longer than a block. */
const MAX_READ_BYTES = 2 ** 20;
/** Reads in flight: while one block is verified, the next is read, and another read waits for its thread. */
const READS = 2;
/** Reads of one block before longer ones: a caller may want few records. */
const SMALL_READS = 2;
/** Blocks that share a slab of memory one after the other: a record that lies in two of them is not copied. */
const BLOCKS_PER_SLAB = 4;
const MAX_SLAB_BYTES = BLOCKS_PER_SLAB * 2 ** 20;
/** The room that slabs begin with; what is not used costs nothing. Slabs with too little of it are not used again. */
const FIRST_ROOM = 2 ** 19;
const NO_BYTES = new Uint8Array(0);

/** Memory for one block, or for several one after the other. It begins with room for the end of the block before it. */
type Slab = Uint8Array<ArrayBuffer>;

const NO_SLAB: Slab = new Uint8Array(0);

/** Slabs of files that were read to their end: the next file needs no new memory, whose first use is slow. */
const pool: Slab[] = [];
/** As many as one file uses. */
const MAX_POOLED = 2;

/** A block that is being read. */
interface Block {
  readonly slab: Slab;
  /** The offset in the slab. */
  readonly from: number;
  readonly size: number;
  /** Whether it is the first one in its slab. */
  readonly isFirst: boolean;
  /** The offset in the file. */
  readonly at: number;
  /** The number of bytes that its read returned, and how many of them are of blocks before this one. */
  readonly total: Promise<number>;
  readonly before: number;
  /** Whether it is the last one of its read. */
  readonly isLast: boolean;
}

/**
 * Reads a file in blocks and prefetches some of them; a pipe is read one block at a time.
 *
 * Two reads are in flight.
 *
 * If the window's unread bytes and the next block hold the record that is wanted, the block begins with those bytes.
 * If the bytes wanted exceed a block, up to 1 MiB is read at a time, so that small blocks do not slow down long records.
 *
 * With `reuse`, four blocks share a slab, and two slabs take turns, so that most records that lie in two blocks are not
 * copied. After the end of a file the next one gets its slabs: the first use of new memory takes ten times as long.
 * Without `reuse`, each block has memory of its own: a record that is kept keeps no more than its block.
 */
export async function readChunks(
  path: string,
  { blockBytes, reuse, blocksPerRead = 1 }: ReadChunksOptions,
): Promise<JoiningChunks> {
  const file = await open(path, "r");
  const isFile = (await file.stat()).isFile();
  const queue: Block[] = [];
  const spare: Slab[] = [];
  const slabBytes = reuse ? Math.min(BLOCKS_PER_SLAB * blockBytes, MAX_SLAB_BYTES) : 0;
  let slab = NO_SLAB; // of the next read
  let free = 0; // its offset in the slab
  let read = NO_SLAB; // the slab of the last block that was returned
  let room = reuse ? Math.min(blockBytes, FIRST_ROOM) : 0;
  let position = 0; // of the next read in the file
  let hasBegun = false; // one read in flight until a second block is requested: a caller may want few records
  let reads = 0; // started so far

  /** Takes memory for a block after those that are being read. */
  function take(size: number): Omit<Block, "total" | "before" | "isLast"> {
    const isFirst = slab.length < free + size;
    if (isFirst) {
      const found = reuse ? (spare.pop() ?? pool.pop()) : undefined;
      free = fastReadOffset(room, position, size);
      const isLarge = found !== undefined && found.length >= free + size;
      slab = isLarge
        ? found
        : new Uint8Array(Buffer.allocUnsafeSlow(free + Math.max(size, slabBytes)).buffer);
    }
    const block = { slab, from: free, size, isFirst, at: position };
    free += size;
    position += size;
    if (!reuse) slab = NO_SLAB; // a block that waits nowhere is freed
    return block;
  }

  /** Starts a read of one block, or of several: with `reuse`, they are one large block. */
  function start(wanted: number): void {
    const size = Math.max(blockBytes, Math.min(wanted, MAX_READ_BYTES));
    const isLong = isFile && wanted <= 0 && reads >= SMALL_READS && size <= MAX_READ_BYTES;
    const count = isLong ? blocksPerRead : 1;
    const blocks = reuse ? [take(count * size)] : Array.from({ length: count }, () => take(size));
    const [{ at }] = blocks;
    const memory = blocks.map((one) => one.slab.subarray(one.from, one.from + one.size));
    const total = new Promise<number>((resolve, reject) => {
      const done = (error: Error | null, bytes: number): void => {
        if (error) reject(error);
        else resolve(bytes);
      };
      if (memory.length > 1) readv(file.fd, memory, at, done);
      else readFile(file.fd, memory[0], 0, memory[0].length, isFile ? at : null, done);
    });
    total.catch(() => undefined); // thrown when a block is requested
    reads += 1;
    for (const [i, block] of blocks.entries())
      queue.push({ ...block, total, before: i * size, isLast: i === count - 1 || reuse });
  }

  /** How many reads are in flight. */
  function inFlight(): number {
    return queue.reduce((sum, { isLast }) => sum + Number(isLast), 0);
  }

  async function settle(): Promise<void> {
    await Promise.allSettled(queue.map(({ total }) => total));
    queue.length = 0;
  }

  async function end(): Promise<{ done: true; value: undefined }> {
    await settle(); // nobody waits for an error any more
    await file.close();
    return { done: true, value: undefined };
  }

  /** Returns how many bytes of the tail are before the block: all or none. They are copied from another slab. */
  function join({ slab, from, isFirst }: Block, tail: Uint8Array, isEnough: boolean): number {
    if (!isEnough || tail.length > from) return 0;
    if (isFirst) slab.set(tail, from - tail.length);
    else if (tail.buffer !== slab.buffer || tail.byteOffset + tail.length !== from) return 0;
    return tail.length;
  }

  start(0);
  return {
    joins: true,
    async next(wanted = 0, tail = NO_BYTES) {
      const block = queue.shift();
      const bytes = block === undefined ? 0 : Math.min(block.size, (await block.total) - block.before);
      if (block === undefined || bytes <= 0) {
        const ended = await end();
        if (reuse && tail.length === 0) keep([slab, read, ...spare.splice(0)]); // nobody reads them any more
        return ended;
      }
      if (bytes < block.size) {
        await settle(); // the file ends here, or it grows now: what was read after a gap does not count
        position = block.at + bytes;
        if (reuse) slab = block.slab;
        free = block.from + bytes;
      }
      const tailBytes = join(block, tail, bytes >= wanted);
      if (reuse && read !== block.slab) {
        if (tailBytes === tail.length && read.length > 0) spare.push(read); // else the window still holds its end
        read = block.slab;
      }
      const needed = 2 ** Math.ceil(Math.log2(wanted + tail.length)); // it grows rarely, so that slabs are used again
      room = Math.max(room, Math.min(blockBytes, needed));
      if (queue.length === 0) start(wanted - bytes);
      if (isFile && hasBegun && wanted <= blockBytes && inFlight() < READS) start(0);
      hasBegun = true;
      const value = block.slab.subarray(block.from - tailBytes, block.from + bytes);
      return { done: false, value, tailBytes };
    },
    return: end,
  };
}

/** Keeps slabs for the next file. */
function keep(slabs: readonly Slab[]): void {
  for (const slab of new Set(slabs))
    if (slab.length > 0 && slab.length <= 2 * MAX_SLAB_BYTES && pool.length < MAX_POOLED) pool.push(slab);
}
