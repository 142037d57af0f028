import { finite, integer, shown } from "@tensorloom/core/internal";

/** What is counted once the scores from the best down to one threshold are called positive. */
export interface Threshold {
  /** Rows with at least this score are called positive; `Infinity` for the first cut, which calls none so. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/**
 * Every cut of a ranking, from none called positive to all: one for each distinct score, so ties are never split.
 *
 * @throws RangeError where a label is neither 0 nor 1, a score is not finite, or the two differ in length.
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
      `${name}: labels and scores must be as many, got ${String(labels.length)} and ${String(scores.length)}`,
    );
  }
  const order = new Uint32Array(labels.length);
  for (let at = 0; at < order.length; at++) {
    integer(`${name}: labels[${String(at)}]`, labels[at], 0, 1);
    finite(`${name}: scores[${String(at)}]`, scores[at]);
    order[at] = at;
  }
  order.sort((a, b) => scores[b] - scores[a]);

  const cuts: Threshold[] = [{ threshold: Infinity, truePositives: 0, falsePositives: 0 }];
  let truePositives = 0;
  for (let at = 0; at < order.length; at++) {
    truePositives += labels[order[at]];
    const threshold = scores[order[at]];
    if (at + 1 < order.length && scores[order[at + 1]] === threshold) continue;
    cuts.push({ threshold, truePositives, falsePositives: at + 1 - truePositives });
  }
  return cuts;
}
