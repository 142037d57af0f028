import type { Random } from "@tensorloom/core";

/** What a {@link faultProxy} can do to a response. */
export const FAULTS = {
  error500: "status 500, with text that is not the object",
  busy503: "status 503",
  busy503RetryAfter: "status 503, and the seconds to wait",
  slow: "the whole body, in pieces with pauses between them",
  stall: "nothing, or half of the body, and then silence",
  cut: "nothing, or a part of the body, and then a reset connection",
  truncated: "a part of the body, with headers that say that it is complete",
  otherRange: "other bytes of the object, and headers that say so",
  wholeObject: "status 200 and the whole object, if a range is asked for",
  changed: "other bytes of the same number, under another ETag",
} as const;

/** One of the {@link FAULTS}. */
export type Fault = keyof typeof FAULTS;

/** How probable each fault is, from 0 to 1; default: 0. Together at most 1. */
export type FaultRates = Readonly<Partial<Record<Fault, number>>>;

/** The faults that change only what is read. A write has them never. */
const OF_READS: ReadonlySet<Fault> = new Set(["slow", "truncated", "otherRange", "wholeObject", "changed"]);

/** Draws the fault of a request; `undefined`: it is answered well. */
export function drawFault(rates: FaultRates, stream: Random, request: Asked): Fault | undefined {
  let left = stream.uniform();
  for (const [fault, rate] of Object.entries(rates) as [Fault, number][]) {
    if (left < rate) return applies(fault, request) ? fault : undefined;
    left -= rate;
  }
  return undefined;
}

/** The parts of a request that decide which faults it can have. */
export interface Asked {
  readonly method: string | undefined;
  readonly hasRange: boolean;
}

function applies(fault: Fault, { method, hasRange }: Asked): boolean {
  if (method === "HEAD") return fault !== "truncated" && fault !== "otherRange" && fault !== "wholeObject"; // no body
  if (method !== "GET") return !OF_READS.has(fault);
  return hasRange || (fault !== "otherRange" && fault !== "wholeObject");
}
