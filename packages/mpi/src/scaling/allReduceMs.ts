import type { Link } from "./link.ts";

/**
 * Milliseconds of an all-reduce of `bytes` over `ranks` machines.
 *
 * The faster of two algorithms, as MPI libraries choose one by size, with α the latency and β the time per byte:
 *
 * - recursive doubling, for short arrays: ⌈log₂ p⌉ (α + n β)
 * - reduce-scatter and all-gather by halving and doubling, for long ones: 2 ⌈log₂ p⌉ α + 2 (p − 1)/p n β. A ring sends
 *   the same number of bytes, with 2 (p − 1) α.
 *
 * @see Thakur, Rabenseifner and Gropp 2005, Optimization of collective communication operations in MPICH
 */
export function allReduceMs({ latencyMs, bytesPerSecond }: Link, ranks: number, bytes: number): number {
  if (ranks === 1) return 0;
  const rounds = Math.ceil(Math.log2(ranks));
  const sendMs = (1000 * bytes) / bytesPerSecond;
  return Math.min(
    rounds * (latencyMs + sendMs),
    2 * rounds * latencyMs + ((2 * (ranks - 1)) / ranks) * sendMs,
  );
}
