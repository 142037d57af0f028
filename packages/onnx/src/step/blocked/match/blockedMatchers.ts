import type { PartMatcher } from "../../partMatcher.ts";
import { matchConvolution } from "./matchConvolution.ts";
import { matchElementwise } from "./matchElementwise.ts";

/** What is computed in blocks of channels, in the order of preference. */
export const BLOCKED_MATCHERS: readonly PartMatcher[] = [matchConvolution, matchElementwise];
