import type { Link } from "./link.ts";

/** How long an all-reduce of some bytes has taken. */
export interface LinkSample {
  readonly bytes: number;
  readonly milliseconds: number;
}

/**
 * Finds latency and bandwidth from a short and a long all-reduce between `ranks` machines.
 *
 * A short one takes `⌈log₂ p⌉ (α + n β)`, a long one `2 ⌈log₂ p⌉ α + 2 (p − 1)/p n β`.
 */
export function fitLink(short: LinkSample, long: LinkSample, ranks: number): Link {
  const rounds = Math.ceil(Math.log2(ranks));
  const factor = (2 * (ranks - 1)) / ranks;
  // short.milliseconds / rounds = α + short.bytes β; long.milliseconds = 2 rounds α + factor long.bytes β
  const perByte =
    (long.milliseconds - 2 * short.milliseconds) / (factor * long.bytes - 2 * rounds * short.bytes);
  return {
    latencyMs: Math.max(0, short.milliseconds / rounds - short.bytes * perByte),
    bytesPerSecond: 1000 / perByte,
  };
}
