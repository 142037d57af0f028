import type { MeasuredRun } from "../measure/measureRun.ts";
import type { Metric } from "../measure/metric.ts";
import { count, formatNumber, formatPercent } from "../text/format.ts";
import { markup, type Markup } from "../text/markup.ts";

/** The main number of one run with its interval, what it means, and the other metrics as tiles. */
export function headline(measured: MeasuredRun): Markup {
  const { metrics, scores } = measured;
  if (scores === undefined || metrics.length === 0) return epochHeadline(measured);
  const [main, ...rest] = metrics;
  return markup`<div class="headline">
<p class="main"><span class="name">${main.name}</span> <strong>${main.value.toFixed(3)}</strong>${intervalOf(main)}</p>
<p class="meaning">${meaning(measured, main)}</p>
</div>
${tiles(rest)}
${thresholdNote(measured)}`;
}

function intervalOf({ value, low, high }: Metric): Markup {
  if (low === undefined || high === undefined) return markup``;
  const place = (share: number): string => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;
  return markup` <span class="interval">95% interval ${low.toFixed(3)} to ${high.toFixed(3)}</span>
<span class="gauge" aria-hidden="true"><span class="range" style="left: ${place(low)}; width: ${place(high - low)}"></span><span class="at" style="left: ${place(value)}"></span></span>`;
}

function meaning({ scores, run }: MeasuredRun, main: Metric): string {
  if (scores === undefined) return "";
  const rows = count(scores.ids.length, "validation row");
  const drawn = run.unit === undefined ? "rows" : `rows, drawn by ${run.unit},`;
  const interval =
    main.low === undefined
      ? ""
      : ` Other ${drawn} of the same kind would most likely lead to a number in the interval.`;
  if (scores.kind === "multiclass") {
    const frequent = mostFrequent(scores.labels, scores.classes.length);
    return `The model predicts the class of ${formatPercent(main.value)} of ${rows} correctly. Always saying “${scores.classes[frequent.classId]}” would be right for ${formatPercent(frequent.share)}.${interval}`;
  }
  const positives = scores.labels.reduce((sum, label) => sum + label, 0);
  if (main.key !== "rocAuc") return `All rows are of one class, so there is no ROC AUC. Measured on ${rows}.`;
  return `Of one row of “${scores.classes[1]}” and one of “${scores.classes[0]}” at random, the first scores higher in ${formatPercent(main.value)} of cases; guessing would reach 50%. Measured on ${rows}, of which ${formatNumber(positives)} (${formatPercent(positives / scores.ids.length)}) are “${scores.classes[1]}”.${interval}`;
}

function mostFrequent(
  labels: Uint32Array,
  classes: number,
): { readonly classId: number; readonly share: number } {
  const rows = new Array<number>(classes).fill(0);
  for (const label of labels) rows[label]++;
  const most = Math.max(...rows);
  return { classId: rows.indexOf(most), share: most / labels.length };
}

function tiles(metrics: readonly Metric[]): Markup {
  const items = metrics.map(({ name, value, low, high }) => {
    const range =
      low === undefined || high === undefined
        ? markup``
        : markup`<dd class="range">${low.toFixed(3)} – ${high.toFixed(3)}</dd>`;
    return markup`<div><dt>${name}</dt><dd>${value.toFixed(3)}</dd>${range}</div>`;
  });
  return markup`<dl class="tiles">${items}</dl>`;
}

function thresholdNote({ threshold, scores }: MeasuredRun): Markup {
  if (threshold === undefined || scores?.kind !== "binary") return markup``;
  const where = threshold.origin.endsWith("chosen")
    ? ""
    : " Chosen on the rows that it is measured on, it looks a little better than it is.";
  return markup`<p class="note">Sensitivity, specificity, precision, F1 and accuracy are those at the threshold ${formatNumber(threshold.value)}, the one ${threshold.origin}: rows that score at least this are called “${scores.classes[1]}”.${where}</p>`;
}

/** Without predictions: the best validation number of the epochs. */
function epochHeadline({ run }: MeasuredRun): Markup {
  const epochs = run.epochs ?? [];
  const losses = epochs.map((logs) => Number(logs["val_loss"] ?? logs["loss"] ?? NaN));
  const best = Math.min(...losses.filter(Number.isFinite));
  if (!Number.isFinite(best))
    return markup`<p class="note">The run has neither predictions nor epochs, so there is no number to show.</p>`;
  const part = epochs.some((logs) => typeof logs["val_loss"] === "number") ? "validation" : "training";
  return markup`<div class="headline">
<p class="main"><span class="name">Lowest ${part} loss</span> <strong>${formatNumber(best)}</strong></p>
<p class="meaning">Reached in epoch ${losses.indexOf(best) + 1} of ${epochs.length}. Without predictions there are no other metrics.</p>
</div>`;
}
