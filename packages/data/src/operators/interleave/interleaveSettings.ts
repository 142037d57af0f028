import type { StateFields } from "../../pass/stateFields.ts";
import type { SourceOpenerOptions } from "./sourceOpener.ts";

/** Checked options of an interleave. */
export interface InterleaveSettings<A, B> extends Pick<SourceOpenerOptions<A, B>, "make" | "ahead"> {
  /** How many inner sources are open at a time. */
  readonly cycle: number;
  /** How many consecutive elements come from one source. */
  readonly block: number;
}

/** The position from which a cycle starts. */
export interface CycleStart extends Pick<
  SourceOpenerOptions<never, never>,
  "label" | "epoch" | "start" | "depth" | "loops"
> {
  /** The fields of a state. */
  readonly place: StateFields | undefined;
}

/** The fields of a cycle's state. */
export const CYCLE_FIELDS = ["slot", "slots", "tape"] as const;
