import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { Communicator, Compression, ErrorFeedback, PendingReduce } from "./communicator.ts";

/**
 * Options of {@link createGradientReducer}.
 *
 * @inline
 */
export interface GradientReducerOptions {
  /** Bytes after which a bucket is sent, by default 4 MiB. A longer array is a bucket of its own. */
  readonly bucketBytes?: number | undefined;
  /** Sends numbers between machines in 16 bits, with error feedback. By default they travel as float32. */
  readonly compression?: Compression | undefined;
}

const KNOWN: OptionKinds<GradientReducerOptions> = { bucketBytes: "number", compression: "string" };

/**
 * Sums gradients over the replicas while the next ones are computed.
 *
 * @example
 * ```ts
 * import {
 *   createCommunicatorMemory,
 *   createGradientReducer,
 *   createSharedCommunicator,
 *   type GradientReducer,
 * } from "@tensorloom/distributed";
 *
 * const communicator = createSharedCommunicator(createCommunicatorMemory(1), 0, 1);
 * const reducer: GradientReducer = createGradientReducer(communicator);
 * reducer.add(Float32Array.of(1, 2)); // of the last layer
 * reducer.add(Float32Array.of(3)); // of the layer before it
 * reducer.finish(); // => [Float32Array.of(1, 2), Float32Array.of(3)]
 * ```
 */
export interface GradientReducer {
  /** Adds an array to the current bucket, and starts the all-reduce of the bucket if it is full. The array is copied. */
  add(values: Float32Array): void;
  /** Waits for all sums. Returns them in the order of `add`, in memory that the next `add` overwrites. */
  finish(): readonly Float32Array[];
}

interface Bucket {
  values: Float32Array;
  readonly feedback: ErrorFeedback | undefined;
  /** Lengths of the arrays in it. */
  lengths: number[];
  length: number;
  pending: PendingReduce | undefined;
}

/**
 * Creates a bucketed all-reduce of gradients.
 *
 * Every replica adds arrays of the same lengths in the same order: that of the backward pass, from the last layer to
 * the first. Few long messages are faster than many short ones, and a bucket travels while the next is computed. Every
 * `add` also moves the pending buckets along, as MPI sends only while it is called.
 *
 * With `compression`, what rounding to 16 bits loses is added to the same bucket of the next step. So arrays must have
 * the same lengths in every step, and sums over many steps stay exact.
 *
 * @throws RangeError if `bucketBytes` is less than 4, or `compression` is unknown.
 * @see Li et al. 2020, PyTorch Distributed: Experiences on Accelerating Data Parallel Training
 * @example
 * ```ts
 * import { createCommunicatorMemory, createGradientReducer, createSharedCommunicator } from "@tensorloom/distributed";
 *
 * const communicator = createSharedCommunicator(createCommunicatorMemory(1), 0, 1); // or await connectMpi()
 * const reducer = createGradientReducer(communicator, { bucketBytes: 2 ** 20, compression: "bfloat16" });
 * for (const gradient of [Float32Array.of(0.5), Float32Array.of(0.25, 1)]) reducer.add(gradient);
 * reducer.finish(); // => [Float32Array.of(0.5), Float32Array.of(0.25, 1)]
 * ```
 */
export function createGradientReducer(
  communicator: Communicator,
  options: GradientReducerOptions = {},
): GradientReducer {
  const { bucketBytes = 2 ** 22, compression } = checkOptions("createGradientReducer", options, KNOWN);
  integer("createGradientReducer: bucketBytes", bucketBytes, 4);
  if (compression !== undefined)
    oneOf("createGradientReducer: compression", compression, ["float16", "bfloat16"]);
  const capacity = Math.floor(bucketBytes / 4);
  /** The buckets of the last step: their memory and what their rounding has lost are used again. */
  const buckets: Bucket[] = [];
  let used = 0;
  let open: Bucket | undefined;

  function nextBucket(length: number): Bucket {
    const feedback = compression && { compression, sent: new Float32Array(0), summed: new Float32Array(0) };
    if (used === buckets.length)
      buckets.push({ values: new Float32Array(0), feedback, lengths: [], length: 0, pending: undefined });
    const bucket = buckets[used++];
    if (bucket.values.length < length) bucket.values = new Float32Array(Math.max(capacity, length));
    bucket.lengths = [];
    bucket.length = 0;
    return bucket;
  }
  function send(): void {
    if (open === undefined) return;
    open.pending = communicator.startAllReduce(open.values.subarray(0, open.length), open.feedback);
    open = undefined;
  }
  return {
    add(values) {
      for (const { pending } of buckets.slice(0, used)) if (pending?.test() === false) break; // they end in order
      if (open !== undefined && open.length + values.length > capacity) send();
      open ??= nextBucket(values.length);
      open.values.set(values, open.length);
      open.lengths.push(values.length);
      open.length += values.length;
      if (open.length >= capacity) send();
    },
    finish() {
      send();
      const sums: Float32Array[] = [];
      for (const bucket of buckets.slice(0, used)) {
        bucket.pending?.wait();
        bucket.pending = undefined;
        let at = 0;
        for (const length of bucket.lengths) sums.push(bucket.values.subarray(at, (at += length)));
      }
      used = 0;
      return sums;
    },
  };
}
