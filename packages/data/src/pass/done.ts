import type { Step } from "../source.ts";

/** The end of a pass. */
export const DONE: Step<never> = { done: true, value: undefined };
