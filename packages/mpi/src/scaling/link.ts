/**
 * How long messages take between machines: `latency + bytes / bandwidth`.
 *
 * @see Hockney 1994, The communication challenge for MPP: α and β; Alexandrov et al. 1995, LogGP
 * @example
 * ```ts
 * import { type Link, predictScaling } from "@tensorloom/mpi";
 *
 * const gigabit: Link = { latencyMs: 0.05, bytesPerSecond: 125e6, hostBytesPerSecond: 1e9 };
 * const [step] = predictScaling(gigabit, { computeMs: 100, gradientBytes: 1e6, ranks: [2] });
 * Math.round(step.stepMs); // => 109
 * ```
 */
export interface Link {
  /** Milliseconds that a message takes besides its bytes (α). */
  readonly latencyMs: number;
  /** Bytes per second (1 / β). */
  readonly bytesPerSecond: number;
  /** Bytes per second that a machine copies and adds up while gradients travel. It cannot compute meanwhile. By default Infinity. */
  readonly hostBytesPerSecond?: number | undefined;
}
