import { chooseThreshold } from "@tensorloom/metrics";
import type { Scored } from "./measure.ts";

/**
 * Chooses the score from which on a picture is of the second of two classes.
 *
 * @param sensitivity - What it reaches on these pictures; `undefined`: the best sum of sensitivity and specificity.
 * @returns 0.5 if the pictures are of one class, or no score separates them.
 */
export function thresholdOf({ labels, scores }: Scored, sensitivity: number | undefined): number {
  if (new Set(labels).size < 2) return 0.5;
  const { threshold } = chooseThreshold(
    labels,
    scores,
    sensitivity === undefined ? { by: "youden" } : { by: "sensitivity", atLeast: sensitivity },
  );
  return Number.isFinite(threshold) ? threshold : 0.5;
}
