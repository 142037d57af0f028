import type { NetOp } from "../net/net.ts";
import type { NetIndex } from "../net/netIndex.ts";
import type { StepPart } from "./stepPart.ts";

/** Operations that are computed together. */
export interface MatchedPart {
  /** All of them; what they make is read by none but them, except for the output of the last one. */
  readonly ops: readonly NetOp[];
  readonly part: StepPart;
}

/** Finds operations that are computed together and end in `last`. */
export type PartMatcher = (last: NetOp, net: NetIndex) => MatchedPart | undefined;
