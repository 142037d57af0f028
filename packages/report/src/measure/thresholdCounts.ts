/** How the rows of two classes are predicted at a threshold. */
export interface ThresholdCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  /** The fraction of positive rows that are predicted positive; `NaN` without positive rows. */
  readonly sensitivity: number;
  /** The fraction of negative rows that are predicted negative; `NaN` without negative rows. */
  readonly specificity: number;
  /** The fraction of rows predicted positive that are; `NaN` without any. */
  readonly precision: number;
  readonly f1: number;
  readonly accuracy: number;
}

/** Counts rows that score at least the threshold as predicted positive. */
export function countAt(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  threshold: number,
): ThresholdCounts {
  const counts = [0, 0, 0, 0]; // by label and prediction
  for (let row = 0; row < labels.length; row++) counts[2 * labels[row] + Number(scores[row] >= threshold)]++;
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  return {
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    sensitivity: truePositives / (truePositives + falseNegatives),
    specificity: trueNegatives / (trueNegatives + falsePositives),
    precision: truePositives / (truePositives + falsePositives),
    f1: (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives),
    accuracy: (truePositives + trueNegatives) / labels.length,
  };
}
