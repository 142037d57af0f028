import { integer } from "@tensorloom/core/internal";
import type { Communicator, Values } from "./communicator.ts";
import { Pieces } from "./valueCursor.ts";
import { CONTROL_BYTES, Rendezvous } from "./rendezvous.ts";

/** How many numbers go over at a time: a slot of each rank, twice, stays in a core's cache. */
const CHUNK = 1 << 16;

/** Up to so many numbers each rank sums for itself: one barrier, where shares take two. */
const SMALL = 1 << 12;

/**
 * Allocates the memory that the replicas of {@link sharedCommunicator} share.
 *
 * @param size - How many replicas, at least 1.
 * @throws Error if there is no SharedArrayBuffer, as on a browser's page that is not cross-origin isolated.
 * @example
 * ```ts
 * import { communicatorMemory, sharedCommunicator } from "@tensorloom/distributed";
 *
 * const memory = communicatorMemory(1); // each thread gets the same memory and its own rank
 * sharedCommunicator(memory, 0, 1).size; // => 1
 * ```
 */
export function communicatorMemory(size: number): SharedArrayBuffer {
  integer("communicatorMemory: size", size, 1);
  if (typeof SharedArrayBuffer === "undefined")
    throw new Error(
      "communicatorMemory: there is no SharedArrayBuffer; a browser has it on cross-origin isolated pages only",
    );
  return new SharedArrayBuffer(CONTROL_BYTES + 4 * 2 * size * CHUNK);
}

/** A communicator that can be ended. */
export interface SharedCommunicator extends Communicator {
  /** Ends every replica's wait, now and later, with this replica's error. The first call of any replica counts. */
  fail(error: unknown): void;
  /** The same without an error, when a run is over. Later calls do nothing. */
  close(): void;
  /** Throws where a replica has failed or the communicator is closed. */
  check(): void;
}

/**
 * A communicator between threads, through shared memory. It blocks its thread while it waits, which a browser's main
 * thread does not allow.
 *
 * Long arrays cross in chunks. Of each chunk every rank sums its share, in the order of ranks; two buffers take turns, so
 * that two barriers a chunk are enough, and nothing is allocated.
 *
 * @param memory - From {@link communicatorMemory}, the same for every rank.
 * @throws from its functions: ReplicaError where another replica has failed or ended; Error where it is closed.
 * @example
 * ```ts
 * import { communicatorMemory, sharedCommunicator } from "@tensorloom/distributed";
 *
 * const alone = sharedCommunicator(communicatorMemory(1), 0, 1);
 * const values = Float32Array.of(1, 2);
 * alone.allReduce(values);
 * values; // => Float32Array.of(1, 2)
 * ```
 */
export function sharedCommunicator(
  memory: SharedArrayBuffer,
  rank: number,
  size: number,
): SharedCommunicator {
  const meeting = new Rendezvous(memory, rank, size);
  const buffers = [0, 1].map((turn) =>
    Array.from({ length: size }, (_, of) => {
      const at = CONTROL_BYTES + 4 * (turn * size + of) * CHUNK;
      return new Float32Array(memory, at, CHUNK);
    }),
  );
  let turn = 0;

  /** The slots that are free: those before the last are still being read. */
  function slots(): readonly Float32Array[] {
    turn = 1 - turn;
    return buffers[turn];
  }

  function sumChunk(source: Pieces, target: Pieces, count: number): void {
    const [first, ...others] = slots().map((slot) => slot.subarray(0, count));
    source.read(rank === 0 ? first : others[rank - 1]);
    meeting.barrier();
    if (count <= SMALL) {
      target.write(summed(first.slice(), others, 0, count));
      return;
    }
    summed(first, others, Math.floor((rank * count) / size), Math.floor(((rank + 1) * count) / size));
    meeting.barrier();
    target.write(first);
  }

  return {
    rank,
    size,
    allReduce(values) {
      meeting.check();
      if (size > 1) inChunks(values, sumChunk);
    },
    broadcast(values, root = 0) {
      meeting.check();
      if (size === 1) return;
      inChunks(values, (source, target, count) => {
        const chunk = slots()[root].subarray(0, count);
        if (rank === root) source.read(chunk);
        meeting.barrier();
        if (rank !== root) target.write(chunk);
      });
    },
    barrier: () => meeting.barrier(),
    check: () => meeting.check(),
    fail: (error) => meeting.fail(error),
    close: () => meeting.close(),
  };
}

function inChunks(values: Values, each: (source: Pieces, target: Pieces, count: number) => void): void {
  const [source, target] = [new Pieces(values), new Pieces(values)];
  for (let at = 0; at < source.length; at += CHUNK) each(source, target, Math.min(CHUNK, source.length - at));
}

/** `into` with the others added, from `from` to `to`. */
function summed(into: Float32Array, others: readonly Float32Array[], from: number, to: number): Float32Array {
  for (const other of others) for (let i = from; i < to; i++) into[i] += other[i];
  return into;
}
