import { finite, integer, shown } from "@tensorloom/core/internal";

/** True and false positives at one threshold of a ranking. */
export interface Threshold {
  /** Rows with at least this score are predicted positive. `Infinity` for the first, at which no row is. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/**
 * Ranks rows by score, and counts at every threshold: one for each distinct score, so ties are never split.
 *
 * @throws RangeError if a label is neither 0 nor 1, a score is not finite, or the two differ in length.
 */
export function rankByScore(
  name: string,
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
): readonly Threshold[] {
  for (const [what, list] of [
    ["labels", labels],
    ["scores", scores],
  ] as const) {
    const value = list as Partial<ArrayLike<number>> | undefined | null; // JavaScript passes anything
    if (typeof value === "object" && value !== null && typeof value.length === "number") continue;
    throw new TypeError(`${name}: ${what} must be an array of numbers, got ${shown(value)}`);
  }
  if (labels.length !== scores.length) {
    throw new RangeError(
      `${name}: labels and scores must have the same length, got ${String(labels.length)} and ${String(scores.length)}`,
    );
  }
  const order = new Uint32Array(labels.length);
  for (let at = 0; at < order.length; at++) {
    integer(`${name}: labels[${String(at)}]`, labels[at], 0, 1);
    finite(`${name}: scores[${String(at)}]`, scores[at]);
    order[at] = at;
  }
  order.sort((a, b) => scores[b] - scores[a]);

  const thresholds: Threshold[] = [{ threshold: Infinity, truePositives: 0, falsePositives: 0 }];
  let truePositives = 0;
  for (let at = 0; at < order.length; at++) {
    truePositives += labels[order[at]];
    const threshold = scores[order[at]];
    if (at + 1 < order.length && scores[order[at + 1]] === threshold) continue;
    thresholds.push({ threshold, truePositives, falsePositives: at + 1 - truePositives });
  }
  return thresholds;
}
