import { chooseThreshold } from "@tensorloom/metrics";
import type { BinaryScores } from "./readScores.ts";

/** The threshold of a report, and where it comes from. */
export interface ReportThreshold {
  readonly value: number;
  /** How it was chosen, as the end of a sentence. */
  readonly origin: string;
}

/**
 * The threshold of two classes: one that reaches a sensitivity, the run's own, or the best one of these rows.
 *
 * @param own - The threshold of the run.
 * @param sensitivity - The sensitivity to reach; default: the run's own threshold, or the best sum with the specificity.
 * @returns undefined if the rows are all of one class.
 */
export function reportThreshold(
  { labels, scores }: BinaryScores,
  own: number | undefined,
  sensitivity: number | undefined,
): ReportThreshold | undefined {
  if (own !== undefined && sensitivity === undefined)
    return { value: own, origin: "that the run has chosen" };
  if (!labels.includes(0) || !labels.includes(1)) return undefined;
  if (sensitivity === undefined) {
    const { threshold } = chooseThreshold(labels, scores, { by: "youden" });
    return {
      value: threshold,
      origin: "with the highest sum of sensitivity and specificity on these rows (Youden)",
    };
  }
  const { threshold } = chooseThreshold(labels, scores, { by: "sensitivity", atLeast: sensitivity });
  return {
    value: threshold,
    origin: `with a sensitivity of at least ${String(sensitivity)} on these rows`,
  };
}
