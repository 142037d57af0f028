import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { allReduceMs } from "./allReduceMs.ts";
import type { Link } from "./link.ts";

/**
 * Options of {@link predictScaling}.
 *
 * @inline
 */
export interface PredictScalingOptions {
  /** Milliseconds that one machine computes in a step. */
  readonly computeMs: number;
  /** Bytes of all gradients: four times the number of trainable weights. */
  readonly gradientBytes: number;
  /** Numbers of machines. */
  readonly ranks: readonly number[];
  /** Bytes of a bucket of gradients, by default 4 MiB, as `createGradientReducer` sends them. */
  readonly bucketBytes?: number | undefined;
  /** If false, gradients are sent after the last one is computed. By default true. */
  readonly overlap?: boolean | undefined;
}

const KNOWN: OptionKinds<PredictScalingOptions> = {
  computeMs: "number",
  gradientBytes: "number",
  ranks: "any",
  bucketBytes: "number",
  overlap: "boolean",
};

/** The part of a step that is its forward pass, in which no gradients are ready: the backward pass costs twice as much. */
const FORWARD = 1 / 3;

/**
 * How a number of machines is expected to do.
 *
 * @example
 * ```ts
 * import { predictScaling, type ScalingPrediction } from "@tensorloom/mpi";
 *
 * const link = { latencyMs: 0.05, bytesPerSecond: 125e6 };
 * const [one]: readonly ScalingPrediction[] = predictScaling(link, { computeMs: 9, gradientBytes: 1e6, ranks: [1] });
 * one; // => { ranks: 1, stepMs: 9, waitMs: 0, efficiency: 1 }
 * ```
 */
export interface ScalingPrediction {
  /** Number of machines. */
  readonly ranks: number;
  /** Milliseconds of a step. */
  readonly stepMs: number;
  /** Milliseconds of a step in which no machine computes. */
  readonly waitMs: number;
  /** Time of a step without other machines, divided by its time: 1 is perfect. */
  readonly efficiency: number;
}

/**
 * Predicts how long a step takes on many machines that each compute as much as one does now (weak scaling).
 *
 * Buckets become ready one after the other during the backward pass, two thirds of `computeMs`. Each is sent when it is
 * ready and the one before it has arrived. Copying and adding what travels takes time from the backward pass. An all-reduce takes the faster of `⌈log₂ p⌉ (α + n β)` (recursive doubling)
 * and `2 ⌈log₂ p⌉ α + 2 (p − 1)/p n β` (reduce-scatter and all-gather), with α the latency and β the time per byte.
 * Machines that are slower than others, and links that share a switch, are not in the model.
 *
 * @param link - Latency and bandwidth between the machines, as `measureLink` returns them.
 * @throws RangeError if a number is out of range.
 * @see Thakur, Rabenseifner and Gropp 2005, Optimization of collective communication operations in MPICH
 * @example
 * ```ts
 * import { predictScaling } from "@tensorloom/mpi";
 *
 * const link = { latencyMs: 0.05, bytesPerSecond: 125e6 }; // 1 Gbit/s
 * const [two, many] = predictScaling(link, { computeMs: 300, gradientBytes: 20e6, ranks: [2, 512], overlap: false });
 * two.efficiency.toFixed(2); // => "0.65"
 * many.efficiency.toFixed(2); // => "0.48"
 * ```
 */
export function predictScaling(link: Link, options: PredictScalingOptions): readonly ScalingPrediction[] {
  const {
    computeMs,
    gradientBytes,
    ranks,
    bucketBytes = 2 ** 22,
    overlap = true,
  } = checkOptions("predictScaling", options, KNOWN);
  positive("computeMs", computeMs);
  positive("link.bytesPerSecond", link.bytesPerSecond);
  finite("predictScaling: link.latencyMs", link.latencyMs);
  integer("predictScaling: gradientBytes", gradientBytes, 1);
  integer("predictScaling: bucketBytes", bucketBytes, 4);
  return ranks.map((count) => {
    integer("predictScaling: ranks", count, 1);
    const buckets = Math.ceil(gradientBytes / bucketBytes);
    const hostMs =
      (1000 * ((2 * (count - 1)) / count) * gradientBytes) / (link.hostBytesPerSecond ?? Infinity);
    const busyMs = overlap ? computeMs + hostMs : computeMs;
    let arrived = 0;
    for (let bucket = 1; bucket <= buckets; bucket++) {
      const sent = Math.min(gradientBytes, bucket * bucketBytes);
      const bytes = sent - (bucket - 1) * bucketBytes;
      const backwardMs = busyMs - FORWARD * computeMs;
      const ready = overlap ? FORWARD * computeMs + backwardMs * (sent / gradientBytes) : computeMs;
      arrived = Math.max(arrived, ready) + allReduceMs(link, count, bytes);
    }
    return {
      ranks: count,
      stepMs: arrived,
      waitMs: arrived - computeMs,
      efficiency: computeMs / arrived,
    };
  });
}

function positive(name: string, value: number): void {
  finite(`predictScaling: ${name}`, value);
  if (value <= 0)
    throw new RangeError(`predictScaling: ${name} must be greater than 0, got ${String(value)}`);
}
