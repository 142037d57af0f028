import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { Communicator, NumberArray, PendingReduce } from "./communicator.ts";
import { partLengths, partStarts, sameType } from "./partLengths.ts";

/**
 * Options of {@link createHierarchicalCommunicator}.
 *
 * @inline
 */
export interface HierarchicalOptions {
  /** The communicator of this process's threads. */
  readonly threads: Communicator;
  /** The communicator of the processes, in the thread of rank 0 of `threads`; `undefined` in the other threads. */
  readonly between?: Communicator | undefined;
}

const KNOWN: OptionKinds<HierarchicalOptions> = { threads: "object", between: "object" };

/**
 * Creates one communicator of all threads of all processes.
 *
 * Threads exchange numbers through their memory, and one thread of each process exchanges them with the other
 * processes, while the others wait. Ranks are numbered process by process, and thread by thread within each. Processes
 * may have different numbers of threads. All threads of all processes call this together.
 *
 * @throws TypeError if thread 0 has no communicator of the processes, or another thread has one.
 * @see NCCL and Horovod, hierarchical all-reduce
 * @example
 * ```ts
 * import {
 *   createCommunicatorMemory,
 *   createHierarchicalCommunicator,
 *   createSharedCommunicator,
 * } from "@tensorloom/distributed";
 *
 * const threads = createSharedCommunicator(createCommunicatorMemory(1), 0, 1);
 * const between = createSharedCommunicator(createCommunicatorMemory(1), 0, 1); // or await connectMpi()
 * const communicator = createHierarchicalCommunicator({ threads, between });
 * communicator.size; // => 1
 * ```
 */
export function createHierarchicalCommunicator(options: HierarchicalOptions): Communicator {
  const { threads, between } = checkOptions("createHierarchicalCommunicator", options, KNOWN);
  if ((threads.rank === 0) !== (between !== undefined))
    throw new TypeError(
      `createHierarchicalCommunicator: between must be set in thread 0 only, got ${between === undefined ? "none" : "one"} in thread ${String(threads.rank)}`,
    );
  const { process, counts } = exchangeCounts(threads, between);
  const firsts = partStarts(counts);
  const ranks = {
    rank: firsts[process] + threads.rank,
    size: firsts[counts.length - 1] + counts[counts.length - 1],
  };
  /** The process and the thread of a rank. */
  function placeOf(rank: number): readonly [number, number] {
    const of = firsts.findLastIndex((first) => first <= rank);
    return [of, rank - firsts[of]];
  }
  /** Total length of the parts of each process's threads. */
  function lengthsOfProcesses(parts: readonly number[]): readonly number[] {
    return counts.map((count, of) => sum(parts.slice(firsts[of], firsts[of] + count)));
  }
  const ownParts = (parts: readonly number[]): readonly number[] =>
    parts.slice(firsts[process], firsts[process] + threads.size);

  return {
    ...ranks,
    allReduce(values, reduction) {
      threads.allReduce(values, reduction);
      if (counts.length === 1) return;
      between?.allReduce(values, reduction);
      threads.broadcast(values);
    },
    startAllReduce(values, feedback) {
      threads.allReduce(values);
      const pending = between?.startAllReduce(values, feedback);
      return counts.length === 1 ? DONE : afterwards(pending, () => threads.broadcast(values));
    },
    broadcast(values, root = 0) {
      const [rootProcess, rootThread] = placeOf(root);
      if (process === rootProcess) threads.broadcast(values, rootThread);
      between?.broadcast(values, rootProcess);
      if (process !== rootProcess) threads.broadcast(values);
    },
    allGather(values, collected, lengths) {
      sameType("allGather", values, collected);
      const parts = partLengths("allGather", ranks, collected.length, values.length, lengths);
      const processes = lengthsOfProcesses(parts);
      const start = partStarts(processes)[process];
      const own = collected.subarray(start, start + processes[process]);
      threads.allGather<NumberArray>(values, own, ownParts(parts));
      if (counts.length === 1) return;
      between?.allGather<NumberArray>(own, collected, processes);
      threads.broadcast(collected);
    },
    scatter(values, part, root = 0, lengths) {
      const parts = partLengths("scatter", ranks, values?.length, part.length, lengths);
      if (ranks.rank === root && values === undefined) throw new TypeError("scatter: the root needs values");
      const processes = lengthsOfProcesses(parts);
      const [rootProcess, rootThread] = placeOf(root);
      const type = part.constructor as new (length: number) => NumberArray; // that of a typed array
      let whole: NumberArray | undefined = values;
      if (process === rootProcess && rootThread !== 0) {
        if (threads.rank !== rootThread) whole = new type(sum(parts));
        threads.broadcast(whole ?? part, rootThread); // rank 0 of the threads sends it to the other processes
      }
      const own = between === undefined ? undefined : new type(processes[process]);
      if (own !== undefined)
        between?.scatter(process === rootProcess ? whole : undefined, own, rootProcess, processes);
      threads.scatter<NumberArray>(own, part, 0, ownParts(parts));
    },
    barrier() {
      threads.barrier();
      between?.barrier();
      threads.barrier();
    },
  };
}

const DONE: PendingReduce = { test: () => true, wait: () => undefined };

/** Thread 0 waits for the other processes, then hands the result on. */
function afterwards(pending: PendingReduce | undefined, share: () => void): PendingReduce {
  return {
    test: () => pending?.test() ?? false,
    wait() {
      pending?.wait();
      share();
    },
  };
}

/** The number of threads of each process, and which of them this one is. */
function exchangeCounts(
  threads: Communicator,
  between: Communicator | undefined,
): { readonly process: number; readonly counts: readonly number[] } {
  const place = Int32Array.of(between?.rank ?? 0, between?.size ?? 0);
  threads.broadcast(place);
  const [process, processes] = place;
  const counts = new Int32Array(processes);
  between?.allGather(Int32Array.of(threads.size), counts);
  threads.broadcast(counts);
  return { process, counts: [...counts] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
