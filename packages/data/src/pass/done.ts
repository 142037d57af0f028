import type { Step } from "../source.ts";

/** The last step of a pass. */
export const DONE: Step<never> = { done: true, value: undefined };
