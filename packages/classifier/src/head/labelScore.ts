/**
 * A label and its score for one picture.
 *
 * @example
 * ```ts
 * import type { LabelScore } from "@tensorloom/classifier";
 *
 * const percent = ({ label, score }: LabelScore): string => `${label} ${String(Math.round(100 * score))} %`;
 * percent({ label: "cat", score: 0.921, predicted: true }); // => "cat 92 %"
 * ```
 */
export interface LabelScore {
  readonly label: string;
  /** From 0 to 1: the model's probability for this label. */
  readonly score: number;
  /** Whether the classifier decides for this label, by its thresholds. */
  readonly predicted: boolean;
}

/** Sorts by score, highest first. Equal scores keep the order of the labels. */
export function rank(scores: readonly LabelScore[], top: number): readonly LabelScore[] {
  return [...scores].sort((a, b) => b.score - a.score).slice(0, top); // a sort is stable
}
