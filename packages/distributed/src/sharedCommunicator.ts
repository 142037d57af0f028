import type { Communicator, NumberArray, PendingReduce, Reduction, Values } from "./communicator.ts";
import { partLengths, partStarts, sameType } from "./partLengths.ts";
import { reduceTerms } from "./reduceTerms.ts";
import { CHUNK_BYTES, forEachChunk, forEachPart } from "./chunks.ts";
import { CONTROL_BYTES, Rendezvous } from "./rendezvous.ts";

/** Up to this many numbers, every rank computes the whole sum: one barrier instead of two. */
const SMALL = 1 << 12;

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
 * of each chunk every rank sums one part in the order of ranks (reduce-scatter), then all ranks read the other sums
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
  let turn = 0;

  /** The free slot of each rank: those of the previous chunk are still being read. */
  function nextSlots<T extends NumberArray>(like: T, count: number): readonly T[] {
    turn = 1 - turn;
    const type = like.constructor as new (buffer: SharedArrayBuffer, at: number, length: number) => T; // that of a typed array
    return Array.from({ length: size }, (_, of) => {
      return new type(memory, CONTROL_BYTES + (turn * size + of) * CHUNK_BYTES, count);
    });
  }

  function allReduce(values: Values, reduction: Reduction = "sum"): void {
    rendezvous.check();
    if (size === 1) return;
    forEachChunk(values, (source, target, like, count) => {
      const slots = nextSlots(like, count);
      const own = slots[rank];
      if (count <= SMALL) {
        source.read(own);
        rendezvous.barrier();
        target.write(reduceTerms(reduction, slots));
        return;
      }
      const starts = Array.from({ length: size + 1 }, (_, of) => Math.floor((of * count) / size));
      const [from, to] = [starts[rank], starts[rank + 1]];
      source.read(own.subarray(0, from));
      const part = source.take(to - from); // is not copied, unlike what other ranks sum
      source.read(own.subarray(to));
      rendezvous.barrier();
      reducePart(reduction, part, slots, from);
      rendezvous.barrier();
      for (const [of, slot] of slots.entries())
        if (of === rank) target.take(to - from);
        else target.write(slot.subarray(starts[of], starts[of + 1]));
    });
  }

  /** Combines this rank's part of a chunk, in its arrays, and copies the result to this rank's slot. */
  function reducePart(
    reduction: Reduction,
    part: readonly NumberArray[],
    slots: readonly NumberArray[],
    from: number,
  ): void {
    let at = from;
    for (const numbers of part) {
      const end = at + numbers.length;
      const terms = slots.map((slot, of) => (of === rank ? numbers : slot.subarray(at, end)));
      reduceTerms(reduction, terms, numbers);
      slots[rank].set(numbers, at);
      at = end;
    }
  }

  return {
    rank,
    size,
    allReduce,
    startAllReduce(values) {
      allReduce(values);
      return DONE;
    },
    broadcast(values, root = 0) {
      rendezvous.check();
      if (size === 1) return;
      forEachChunk(values, (source, target, like, count) => {
        const chunk = nextSlots(like, count)[root];
        if (rank === root) source.read(chunk);
        rendezvous.barrier();
        if (rank !== root) target.write(chunk);
      });
    },
    allGather(values, collected, lengths) {
      rendezvous.check();
      sameType("allGather", values, collected);
      const parts = partLengths("allGather", { rank, size }, collected.length, values.length, lengths);
      const starts = partStarts(parts);
      forEachPart(parts, values.BYTES_PER_ELEMENT, (at, counts, longest) => {
        const slots = nextSlots(values, longest);
        slots[rank].set(values.subarray(at, at + counts[rank]));
        rendezvous.barrier();
        for (const [of, slot] of slots.entries())
          if (counts[of] > 0) collected.set(slot.subarray(0, counts[of]), starts[of] + at);
      });
    },
    scatter(values, part, root = 0, lengths) {
      rendezvous.check();
      const parts = partLengths("scatter", { rank, size }, values?.length, part.length, lengths);
      if (rank === root && values === undefined) throw new TypeError("scatter: the root needs values");
      const starts = partStarts(parts);
      forEachPart(parts, part.BYTES_PER_ELEMENT, (at, counts, longest) => {
        const slots = nextSlots(part, longest);
        if (rank === root && values !== undefined)
          for (const [of, slot] of slots.entries())
            slot.set(values.subarray(starts[of] + at, starts[of] + at + counts[of]));
        rendezvous.barrier();
        if (counts[rank] > 0) part.set(slots[rank].subarray(0, counts[rank]), at);
      });
    },
    barrier: () => rendezvous.barrier(),
    check: () => rendezvous.check(),
    fail: (error) => rendezvous.fail(error),
    close: () => rendezvous.close(),
  };
}

/** Threads sum at memory speed, so their sums are computed by the call that starts them. */
const DONE: PendingReduce = { test: () => true, wait: () => undefined };
