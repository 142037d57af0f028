import { closest, finite, isRecord, shown } from "@tensorloom/core/internal";
import type { Kind } from "./kind.ts";

/** The score that each label needs to be predicted. */
export type Thresholds = Readonly<Record<string, number>>;

/**
 * Checks thresholds.
 *
 * @throws TypeError or RangeError if one is not a number in 0..1, names no label, or both of two exclusive labels have one.
 */
export function checkThresholds(
  caller: string,
  thresholds: Thresholds,
  labels: readonly string[],
  kind: Kind,
): void {
  const name = `${caller}: thresholds`;
  if (!isRecord(thresholds))
    throw new TypeError(`${name} must be an object { label: threshold }, got ${shown(thresholds)}`);
  const named = Object.keys(thresholds);
  for (const label of named) {
    const meant = closest(label, labels);
    const hint = meant === undefined ? `the labels are ${labels.join(", ")}` : `did you mean ${meant}?`;
    if (!labels.includes(label)) throw new RangeError(`${name}: there is no label ${shown(label)}; ${hint}`);
    finite(`${name}: ${label}`, thresholds[label], 0, 1);
  }
  if (kind !== "multilabel" && labels.length === 2 && named.length === 2)
    throw new RangeError(
      `${name} must name one of two labels, such as { ${shown(labels[1])}: 0.3 }: below it, the other label is predicted`,
    );
}

/** The threshold of a label that is decided on alone. */
const DEFAULT = 0.5;

/**
 * Decides for labels by their scores, as `predictClasses` of `@tensorloom/metrics` does: a score that equals its threshold
 * reaches it.
 *
 * @returns For each label, whether it is predicted.
 */
export function decide(
  scores: readonly number[],
  labels: readonly string[],
  kind: Kind,
  thresholds: Thresholds,
): readonly boolean[] {
  const reaches = (at: number, missing: number): boolean =>
    scores[at] >= (Object.hasOwn(thresholds, labels[at]) ? thresholds[labels[at]] : missing);
  if (kind === "multilabel" || labels.length === 1) return scores.map((_, at) => reaches(at, DEFAULT));
  const first = scores.indexOf(Math.max(...scores));
  if (labels.length > 2) return scores.map((_, at) => at === first && reaches(at, 0));
  const named = Object.keys(thresholds).at(0) ?? (kind === "binary" ? labels[1] : undefined);
  if (named === undefined) return [first === 0, first === 1];
  const chosen = labels.indexOf(named);
  const isChosen = reaches(chosen, DEFAULT);
  return labels.map((_, at) => (at === chosen) === isChosen);
}
