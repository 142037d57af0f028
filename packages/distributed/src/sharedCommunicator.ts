import { integer } from "@tensorloom/core/internal";
import type { Communicator, Values } from "./communicator.ts";
import { ValueCursor } from "./valueCursor.ts";
import { CONTROL_BYTES, Rendezvous } from "./rendezvous.ts";

/** Numbers per chunk. Two slots per rank of this size stay in a core's cache. */
const CHUNK = 1 << 16;

/** Up to this many numbers, every rank computes the whole sum: one barrier instead of two. */
const SMALL = 1 << 12;

/**
 * Allocates the shared memory of a {@link createSharedCommunicator}.
 *
 * @param size - Number of replicas, at least 1.
 * @throws Error if SharedArrayBuffer is missing, as in a browser on a page that is not cross-origin isolated.
 * @example
 * ```ts
 * import { createCommunicatorMemory, createSharedCommunicator } from "@tensorloom/distributed";
 *
 * const memory = createCommunicatorMemory(1); // send the memory to every thread, with its rank
 * createSharedCommunicator(memory, 0, 1).size; // => 1
 * ```
 */
export function createCommunicatorMemory(size: number): SharedArrayBuffer {
  integer("createCommunicatorMemory: size", size, 1);
  if (typeof SharedArrayBuffer === "undefined")
    throw new Error(
      "createCommunicatorMemory: there is no SharedArrayBuffer; a browser has it on cross-origin isolated pages only",
    );
  return new SharedArrayBuffer(CONTROL_BYTES + 4 * 2 * size * CHUNK);
}

/**
 * A communicator in shared memory, which any replica can end.
 *
 * @example
 * ```ts
 * import { createCommunicatorMemory, createSharedCommunicator, type SharedCommunicator } from "@tensorloom/distributed";
 *
 * // Runs the work of one replica. If it fails, the others throw instead of waiting for it.
 * function runReplica(communicator: SharedCommunicator, work: () => void): void {
 *   try {
 *     work();
 *   } catch (error) {
 *     communicator.fail(error);
 *     throw error;
 *   }
 * }
 *
 * const communicator = createSharedCommunicator(createCommunicatorMemory(1), 0, 1);
 * const gradient = Float32Array.of(0.5, -1);
 * runReplica(communicator, () => communicator.allReduce(gradient));
 * gradient; // => Float32Array.of(0.5, -1)
 * ```
 */
export interface SharedCommunicator extends Communicator {
  /** Throws this replica's error in every other replica, now and later. Only the first call of any replica has an effect. */
  fail(error: unknown): void;
  /** Ends the run without an error. Later calls do nothing. */
  close(): void;
  /** Throws if a replica has failed or the communicator is closed. */
  check(): void;
}

/**
 * Creates one replica's communicator: collective operations between threads, through shared memory.
 *
 * It blocks its thread while it waits, which a browser's main thread does not allow. Long arrays are exchanged in chunks:
 * of each chunk every rank sums one part in the order of ranks (reduce-scatter), then all ranks read the sums
 * (all-gather). Two alternating buffers make two barriers per chunk enough, and nothing is allocated.
 *
 * @param memory - From {@link createCommunicatorMemory}, the same for every rank.
 * @param rank - This replica's number, from 0.
 * @param size - Number of replicas.
 * @throws from its functions: ReplicaError if another replica failed or exited; Error if the communicator is closed.
 * @see Patarasuk and Yuan 2009, Bandwidth optimal all-reduce algorithms
 * @example
 * ```ts
 * import { createCommunicatorMemory, createSharedCommunicator } from "@tensorloom/distributed";
 *
 * const communicator = createSharedCommunicator(createCommunicatorMemory(1), 0, 1);
 * const values = Float32Array.of(1, 2);
 * communicator.allReduce(values);
 * values; // => Float32Array.of(1, 2)
 * ```
 */
export function createSharedCommunicator(
  memory: SharedArrayBuffer,
  rank: number,
  size: number,
): SharedCommunicator {
  const rendezvous = new Rendezvous(memory, rank, size);
  const buffers = [0, 1].map((turn) =>
    Array.from({ length: size }, (_, of) => {
      const at = CONTROL_BYTES + 4 * (turn * size + of) * CHUNK;
      return new Float32Array(memory, at, CHUNK);
    }),
  );
  let turn = 0;

  /** The free slots: those of the previous chunk are still being read. */
  function nextSlots(): readonly Float32Array[] {
    turn = 1 - turn;
    return buffers[turn];
  }

  function sumChunk(source: ValueCursor, target: ValueCursor, count: number): void {
    const [first, ...others] = nextSlots().map((slot) => slot.subarray(0, count));
    source.read(rank === 0 ? first : others[rank - 1]);
    rendezvous.barrier();
    if (count <= SMALL) {
      target.write(addTo(first.slice(), others, 0, count));
      return;
    }
    addTo(first, others, Math.floor((rank * count) / size), Math.floor(((rank + 1) * count) / size));
    rendezvous.barrier();
    target.write(first);
  }

  return {
    rank,
    size,
    allReduce(values) {
      rendezvous.check();
      if (size > 1) forEachChunk(values, sumChunk);
    },
    broadcast(values, root = 0) {
      rendezvous.check();
      if (size === 1) return;
      forEachChunk(values, (source, target, count) => {
        const chunk = nextSlots()[root].subarray(0, count);
        if (rank === root) source.read(chunk);
        rendezvous.barrier();
        if (rank !== root) target.write(chunk);
      });
    },
    barrier: () => rendezvous.barrier(),
    check: () => rendezvous.check(),
    fail: (error) => rendezvous.fail(error),
    close: () => rendezvous.close(),
  };
}

function forEachChunk(
  values: Values,
  each: (source: ValueCursor, target: ValueCursor, count: number) => void,
): void {
  const [source, target] = [new ValueCursor(values), new ValueCursor(values)];
  for (let at = 0; at < source.length; at += CHUNK) each(source, target, Math.min(CHUNK, source.length - at));
}

/** Adds the others to `target`, from `from` to `to`. */
function addTo(
  target: Float32Array,
  others: readonly Float32Array[],
  from: number,
  to: number,
): Float32Array {
  for (const other of others) for (let i = from; i < to; i++) target[i] += other[i];
  return target;
}
