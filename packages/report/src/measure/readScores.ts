import type { Run } from "../run/run.ts";

/** Predictions of two classes: the labels are 1 for the positive class, and a score is about it. */
export interface BinaryScores {
  readonly kind: "binary";
  readonly ids: readonly string[];
  readonly labels: Uint8Array;
  readonly scores: Float64Array;
  /** The negative class, and the positive one. */
  readonly classes: readonly [string, string];
}

/** Predictions of several classes. */
export interface ClassScores {
  readonly kind: "multiclass";
  readonly ids: readonly string[];
  readonly labels: Uint32Array;
  readonly scores: { readonly data: Float64Array; readonly shape: readonly [number, number] };
  readonly classes: readonly string[];
}

export type RunScores = BinaryScores | ClassScores;

/** Reads the predictions of a run; undefined if it has none, or no rows. */
export function readScores(run: Run): RunScores | undefined {
  const { predictions, positive } = run;
  if (predictions === undefined || predictions.ids.length === 0) return undefined;
  const { ids, labels, scores } = predictions;
  const data = Float64Array.from("shape" in scores ? scores.data : scores);
  const columns = data.length / ids.length;
  const classes = run.classes ?? Array.from({ length: Math.max(columns, 2) }, (_, at) => String(at));
  if (classes.length > 2)
    return {
      kind: "multiclass",
      ids,
      labels: Uint32Array.from(labels),
      scores: { data, shape: [ids.length, columns] },
      classes,
    };
  const one = positive === undefined ? 1 : classes.indexOf(positive);
  return {
    kind: "binary",
    ids,
    labels: Uint8Array.from(labels, (label) => Number(label === one)),
    scores: columns === 1 ? data : Float64Array.from(ids, (_, row) => data[2 * row + one]),
    classes: [classes[1 - one], classes[one]],
  };
}

/** Whether all scores are probabilities. */
export function areProbabilities(scores: RunScores): boolean {
  const data = scores.kind === "binary" ? scores.scores : scores.scores.data;
  if (!data.every((score) => score >= 0 && score <= 1)) return false;
  if (scores.kind === "binary") return true;
  const [rows, columns] = scores.scores.shape;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += data[row * columns + column];
    if (Math.abs(sum - 1) > 0.001) return false;
  }
  return true;
}
