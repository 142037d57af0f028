import type { StateFields } from "../../pass/stateFields.ts";
import type { SourceOpenerOptions } from "./sourceOpener.ts";

/** How turns are taken. */
export interface InterleaveSettings<A, B> extends Pick<SourceOpenerOptions<A, B>, "make" | "ahead"> {
  /** How many inner sources are open at a time. */
  readonly cycle: number;
  /** How many elements in a row come from one of them. */
  readonly block: number;
}

/** Where a cycle begins. */
export interface CycleStart extends Pick<
  SourceOpenerOptions<never, never>,
  "label" | "epoch" | "start" | "depth" | "loops"
> {
  /** The fields of a state. */
  readonly place: StateFields | undefined;
}

/** The fields of a cycle's state. */
export const CYCLE_FIELDS = ["slot", "slots", "tape"] as const;
