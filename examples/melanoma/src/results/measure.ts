import {
  averagePrecision,
  bootstrapInterval,
  classificationReport,
  type ConfidenceInterval,
  predictClasses,
  rocAuc,
} from "@tensorloom/metrics";

/** Scores of labelled pictures. */
export interface Scored {
  /** The index of the class of each picture. */
  readonly labels: readonly number[];
  /** `[rows, 1]`, the probability of the second of two classes, or `[rows, classes]`. */
  readonly scores: { readonly data: ArrayLike<number>; readonly shape: readonly number[] };
  /** The group of each picture, if there are groups: intervals draw them together. */
  readonly groups: readonly string[] | undefined;
}

/** A metric with its name; the interval is `undefined` if it cannot be estimated. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly interval: Pick<ConfidenceInterval, "low" | "high"> | undefined;
}

/** Rows that the samples of an interval have together: of many pictures, 200 samples are enough. */
const WORK = 5_000_000;

type Measure = (labels: ArrayLike<number>, scores: Scored["scores"]) => number;

/**
 * Measures scores, with 95 % confidence intervals by the bootstrap.
 *
 * @param threshold - The score from which on a picture is of the second of two classes.
 */
export function measureScores(
  scored: Scored,
  labels: readonly string[],
  threshold: number,
): readonly Measured[] {
  const isBinary = labels.length === 2;
  const classes = labels.length;
  const report = (truth: ArrayLike<number>, scores: Scored["scores"]) =>
    classificationReport(truth, predictClasses(scores, isBinary ? { threshold } : {}), { classes });
  const common: readonly (readonly [string, Measure])[] = [
    ["ROC AUC", (truth, scores) => rocAuc(truth, scores)],
    ["average precision", (truth, scores) => averagePrecision(truth, scores)],
    ["accuracy", (truth, scores) => report(truth, scores).accuracy],
    ["balanced accuracy", (truth, scores) => report(truth, scores).balancedAccuracy],
  ];
  const recalls = labels.map((label, index): readonly [string, Measure] => [
    isBinary ? `${index === 1 ? "sensitivity" : "specificity"} (${label})` : `recall of ${label}`,
    (truth, scores) => report(truth, scores).classes[index].recall,
  ]);
  return [...common, ...recalls].map(([name, measure]) => ({ name, ...measureOne(measure, scored) }));
}

function measureOne(measure: Measure, { labels, scores, groups }: Scored): Omit<Measured, "name"> {
  const value = measure(labels, scores);
  if (!Number.isFinite(value)) return { value, interval: undefined };
  const draw = groups === undefined ? { stratify: true } : { groups };
  const samples = Math.max(200, Math.min(1000, Math.round(WORK / labels.length)));
  return { value, interval: bootstrapInterval(measure, { labels, scores }, { seed: 0, samples, ...draw }) };
}
