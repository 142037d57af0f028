import type { ErrorFeedback, PendingReduce } from "@tensorloom/distributed";
import { floatsFrom16Bits, roundTo16Bits } from "@tensorloom/distributed/internal";
import type { MpiCalls, MpiRequest } from "../calls/mpiCalls.ts";

/** Starts an all-reduce that sends numbers in 16 bits. */
export type StartCompressedReduce = (values: Float32Array, feedback: ErrorFeedback) => PendingReduce;

interface Job extends PendingReduce {
  /** The exchange of the parts. */
  readonly parts: MpiRequest;
  /** Adds up this rank's part and starts the exchange of the sums. */
  readonly sum: () => void;
}

/**
 * Creates all-reduces that send numbers in 16 bits: half the bytes of float32.
 *
 * 1. Each rank rounds its numbers and sends each other rank its part (all-to-all).
 * 2. Each rank adds up its part in float32, in the order of ranks, and rounds the sums.
 * 3. The ranks collect the rounded sums (all-gather), so every rank has the same bits.
 *
 * The feedback keeps the errors of both steps, which are added the next time. Step 3 starts at a different time on every
 * rank, so it has a communicator of its own, on which the jobs start in the order in which they were created.
 *
 * @see Tang et al. 2021, 1-bit Adam: the two-sided error compensation
 */
export function createCompressedReduce(
  calls: MpiCalls,
  { rank, size }: { readonly rank: number; readonly size: number },
): StartCompressedReduce {
  const { uint8, world } = calls.library.handles;
  /** Jobs whose sums have not been started, the oldest first. */
  const unsummed: Job[] = [];
  let sumsCommunicator: number | bigint | undefined;

  return (values, feedback) => {
    sumsCommunicator ??= calls.duplicate(world);
    const sumsOn = sumsCommunicator;
    const { length } = values;
    const { compression } = feedback;
    const starts = Array.from({ length: size + 1 }, (_, of) => Math.floor((of * length) / size));
    const own = starts[rank + 1] - starts[rank];
    if (feedback.sent.length !== length) feedback.sent = new Float32Array(length);
    if (feedback.summed.length !== own) feedback.summed = new Float32Array(own);

    // sizes and places in bytes: of every rank's part of an array, and of this rank's part from every rank
    const sizes = Int32Array.from({ length: size }, (_, of) => 2 * (starts[of + 1] - starts[of]));
    const places = Int32Array.from({ length: size }, (_, of) => 2 * starts[of]);
    const ownSizes = new Int32Array(size).fill(2 * own);
    const ownPlaces = Int32Array.from({ length: size }, (_, of) => 2 * of * own);

    const sent = new Uint16Array(length);
    roundTo16Bits(compression, values, feedback.sent, sent);
    const received = new Uint16Array(size * own);
    const collected = new Uint16Array(length);
    const parts = calls.start(
      ...(["MPI_Ialltoallv", sent, sizes, places, uint8] as const),
      ...([received, ownSizes, ownPlaces, uint8, world] as const),
    );
    let sums: MpiRequest | undefined;
    let ended = false;

    function sum(): void {
      const rounded = new Uint16Array(own);
      const total = addUp(compression, received, own);
      roundTo16Bits(compression, total, feedback.summed, rounded);
      sums = calls.start("MPI_Iallgatherv", rounded, 2 * own, uint8, collected, sizes, places, uint8, sumsOn);
    }
    const job: Job = {
      parts,
      sum,
      test() {
        while (unsummed.length > 0 && unsummed[0].parts.test()) unsummed.shift()?.sum();
        return ended || (sums?.test() ?? false);
      },
      wait() {
        if (ended) return;
        while (sums === undefined) {
          unsummed[0].parts.wait();
          unsummed.shift()?.sum();
        }
        sums.wait();
        floatsFrom16Bits(compression, collected, values);
        ended = true;
      },
    };
    unsummed.push(job);
    return job;
  };
}

/** The sum of the parts that the ranks have sent, in the order of ranks. */
function addUp(compression: ErrorFeedback["compression"], received: Uint16Array, own: number): Float32Array {
  const [sums, floats] = [new Float32Array(own), new Float32Array(own)];
  for (let at = 0; at < received.length; at += own) {
    floatsFrom16Bits(compression, received.subarray(at, at + own), floats);
    for (let i = 0; i < own; i++) sums[i] += floats[i];
  }
  return sums;
}
