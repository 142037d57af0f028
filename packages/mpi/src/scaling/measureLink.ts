import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Communicator } from "@tensorloom/distributed";
import { fitLink } from "./fitLink.ts";
import type { Link } from "./link.ts";

/**
 * Options of {@link measureLink}.
 *
 * @inline
 */
export interface MeasureLinkOptions {
  /** Bytes of a long all-reduce, at least 65536, by default 4 MiB, the size of a bucket. */
  readonly maxBytes?: number | undefined;
  /** Number of times that each length is measured, by default 7. The median counts. */
  readonly rounds?: number | undefined;
  /** The current time in milliseconds, by default `performance.now`. */
  readonly clock?: (() => number) | undefined;
}

const KNOWN: OptionKinds<MeasureLinkOptions> = { maxBytes: "number", rounds: "number", clock: "function" };

/**
 * Measures latency and bandwidth between the ranks, and the work of sending, by short and long all-reduces.
 *
 * All ranks call it together. Each returns the same numbers. Takes a second or two on a link of 1 Gbit/s.
 *
 * @throws RangeError if there is only one rank.
 * @example
 * ```ts no-run
 * import { connectMpi, measureLink, predictScaling } from "@tensorloom/mpi";
 *
 * const communicator = await connectMpi(); // mpirun --host a,b node link.js
 * const link = measureLink(communicator); // { latencyMs: 0.04, bytesPerSecond: 1.17e8, hostBytesPerSecond: 8e8 }
 * const gradientBytes = 21e6; // EfficientNet-B0
 * console.log(predictScaling(link, { computeMs: 900, gradientBytes, ranks: [8, 64, 512] }));
 * ```
 */
export function measureLink(communicator: Communicator, options: MeasureLinkOptions = {}): Link {
  const {
    maxBytes = 2 ** 22,
    rounds = 7,
    clock = () => performance.now(),
  } = checkOptions("measureLink", options, KNOWN);
  integer("measureLink: maxBytes", maxBytes, 65_536);
  integer("measureLink: rounds", rounds, 1);
  const { size, allReduce, startAllReduce, barrier, broadcast } = communicator;
  if (size < 2) throw new RangeError("measureLink: there must be at least 2 ranks, got 1");

  function medianMs(run: () => void, times: number): number {
    const measured = Float64Array.from({ length: rounds }, () => {
      barrier();
      const start = clock();
      run();
      return (clock() - start) / times;
    });
    return measured.sort()[rounds >> 1];
  }
  const values = new Float32Array(SHORT / 4);
  const shortMs = medianMs(() => {
    for (let repeat = 0; repeat < REPEATS; repeat++) allReduce(values);
  }, REPEATS);
  const buckets = Array.from({ length: IN_FLIGHT }, () => new Float32Array(maxBytes / 4));
  const longMs = medianMs(() => {
    for (const pending of buckets.map((bucket) => startAllReduce(bucket))) pending.wait();
  }, IN_FLIGHT);
  const [short, long] = [
    { bytes: SHORT, milliseconds: shortMs },
    { bytes: maxBytes, milliseconds: longMs },
  ];
  const { latencyMs, bytesPerSecond } = fitLink(short, long, size);
  const hostMs = measureHostMs(communicator, maxBytes, clock);
  const hostBytesPerSecond = (1000 * maxBytes * 2 * (size - 1)) / size / hostMs;
  const agreed = Float64Array.of(latencyMs, bytesPerSecond, hostBytesPerSecond);
  broadcast(agreed);
  return { latencyMs: agreed[0], bytesPerSecond: agreed[1], hostBytesPerSecond: agreed[2] };
}

/** Bytes of a short message, which are sent several times in a row. */
const SHORT = 1024;
const REPEATS = 100;

/** Long ones travel together, as buckets of gradients do. */
const IN_FLIGHT = 4;

/** Milliseconds of computation between two looks at a pending all-reduce. */
const BETWEEN_MS = 1;

/** Milliseconds that a rank spends on a long all-reduce while it computes most of the time. */
function measureHostMs(communicator: Communicator, bytes: number, clock: () => number): number {
  const { startAllReduce, barrier } = communicator;
  const values = new Float32Array(bytes / 4);
  let spent = 0;
  for (let round = 0; round < 2; round++) {
    barrier();
    let before = clock();
    const pending = startAllReduce(values);
    spent = clock() - before;
    for (let ended = false; !ended;) {
      for (const end = clock() + BETWEEN_MS; clock() < end;); // computes
      before = clock();
      ended = pending.test();
      spent += clock() - before;
    }
    pending.wait();
  }
  return spent; // of the second time: the first one allocates
}
