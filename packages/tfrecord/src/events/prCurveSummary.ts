import { WireWriter, checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Summary } from "./event.ts";

/**
 * Options of {@link prCurveSummary}.
 *
 * @inline
 */
export interface PrCurveOptions {
  /** Number of thresholds, evenly spaced from 0 to 1, at least 2. Default 201, as in TensorBoard. */
  readonly thresholds?: number | undefined;
}

const OPTIONS: OptionKinds<PrCurveOptions> = { thresholds: "number" };

/** The smallest divisor, which makes 0 / 0 a precision of 0. */
const MIN_COUNT = 1e-7;

/**
 * Creates a precision-recall curve for TensorBoard's PR Curves tab.
 *
 * A row is predicted positive at a threshold if its score is at least the threshold.
 *
 * @param labels - The label of each row: 1 is positive, 0 is negative.
 * @param scores - The score of each row, from 0 to 1.
 * @throws RangeError if a label or a score is out of its range, or the two differ in length.
 * @see TensorBoard, `tensorboard.plugins.pr_curve.summary.pb`
 * @example
 * ```ts
 * import { prCurveSummary } from "@tensorloom/tfrecord/events";
 *
 * const curve = prCurveSummary("pr/malignant", [0, 0, 1, 1], [0.1, 0.6, 0.4, 0.9], { thresholds: 3 });
 * curve.kind === "tensor" && curve.data.slice(0, 3); // true positives at 0, 0.5 and 1
 * // => Float32Array.of(2, 1, 0)
 * ```
 */
export function prCurveSummary(
  tag: string,
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: PrCurveOptions = {},
): Summary {
  const { thresholds = 201 } = checkOptions("prCurveSummary", options, OPTIONS);
  integer("prCurveSummary: thresholds", thresholds, 2);
  if (labels.length !== scores.length)
    throw new RangeError(
      `prCurveSummary: labels and scores must have the same length, got ${String(labels.length)} and ${String(scores.length)}`,
    );
  const truePositives = new Float64Array(thresholds);
  const falsePositives = new Float64Array(thresholds);
  for (let row = 0; row < labels.length; row++) {
    const label = integer(`prCurveSummary: labels[${String(row)}]`, labels[row], 0, 1);
    const score = finite(`prCurveSummary: scores[${String(row)}]`, scores[row], 0, 1);
    const counts = label === 1 ? truePositives : falsePositives;
    counts[Math.floor(score * (thresholds - 1))]++;
  }
  for (const counts of [truePositives, falsePositives])
    for (let at = thresholds - 2; at >= 0; at--) counts[at] += counts[at + 1];
  const data = new Float32Array(6 * thresholds);
  for (let at = 0; at < thresholds; at++) {
    const [tp, fp] = [truePositives[at], falsePositives[at]];
    const [tn, fn] = [falsePositives[0] - fp, truePositives[0] - tp];
    const precision = tp / Math.max(MIN_COUNT, tp + fp);
    const recall = tp / Math.max(MIN_COUNT, tp + fn);
    [tp, fp, tn, fn, precision, recall].forEach((value, row) => (data[row * thresholds + at] = value));
  }
  return {
    kind: "tensor",
    tag,
    plugin: "pr_curves",
    content: pluginData(thresholds),
    shape: [6, thresholds],
    data,
  };
}

/** `PrCurvePluginData { num_thresholds }` */
function pluginData(thresholds: number): Uint8Array {
  const writer = new WireWriter();
  writer.reset();
  writer.number(2, thresholds);
  return writer.finish();
}
