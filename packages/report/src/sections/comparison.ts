import { compareRuns, type RunDifference } from "../measure/compareRuns.ts";
import type { MeasuredRun } from "../measure/measureRun.ts";
import type { Metric } from "../measure/metric.ts";
import { count, formatNumber, listed } from "../text/format.ts";
import { markup, type Markup } from "../text/markup.ts";

/** The metrics of several runs side by side, and a sentence on which is best. */
export function comparison(runs: readonly MeasuredRun[]): Markup {
  const kinds = new Map(
    runs.flatMap(({ metrics }) => metrics.map((metric) => [metric.key, metric] as const)),
  );
  const withMetrics = runs.filter(({ metrics }) => metrics.length > 0);
  if (withMetrics.length === 0)
    return markup`<p class="note">None of the runs has predictions, so there are no metrics to compare.</p>`;
  const main = withMetrics[0].metrics[0];
  const best = withMetrics.reduce((a, b) => (valueIn(b, main.key) > valueIn(a, main.key) ? b : a));
  const top = best.metrics[0];
  const differences = new Map(
    withMetrics.map((run) => [run, run === best ? undefined : compareRuns(best, run)]),
  );
  const interval =
    top.low === undefined || top.high === undefined
      ? markup``
      : markup` <span class="interval">95% interval ${top.low.toFixed(3)} to ${top.high.toFixed(3)}</span>`;
  return markup`<div class="headline">
<p class="main"><span class="name">${main.name}, best run: ${best.name}</span> <strong>${top.value.toFixed(3)}</strong>${interval}</p>
<p class="meaning">${verdict(best, differences)}</p>
</div>
<div class="scroll" tabindex="0" role="region" aria-label="Metrics of all runs"><table class="metrics"><thead><tr><th scope="col">Metric</th>${runs.map(({ name }) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${[...kinds.values()].map((kind) => metricRow(kind, runs))}
${differenceRow(best, differences, runs)}
<tr><th scope="row">Validation rows</th>${runs.map(({ scores }) => markup`<td>${scores === undefined ? "–" : formatNumber(scores.ids.length)}</td>`)}</tr>
<tr><th scope="row">Threshold</th>${runs.map(({ threshold }) => markup`<td>${threshold === undefined ? "–" : formatNumber(threshold.value)}</td>`)}</tr>
</tbody></table></div>
<p class="note">The best value of each row is bold. Ranges are 95% intervals.</p>`;
}

function valueIn({ metrics }: MeasuredRun, key: string): number {
  return metrics.find((metric) => metric.key === key)?.value ?? -Infinity;
}

function metricRow({ key, name, better }: Metric, runs: readonly MeasuredRun[]): Markup {
  const found = runs.map(({ metrics }) => metrics.find((metric) => metric.key === key));
  const values = found.flatMap((metric) => (metric === undefined ? [] : [metric.value]));
  const best = better === "higher" ? Math.max(...values) : Math.min(...values);
  const cells = found.map((metric) => {
    if (metric === undefined) return markup`<td>–</td>`;
    const { value, low, high } = metric;
    const range =
      low === undefined || high === undefined
        ? markup``
        : markup`<br><small>${low.toFixed(3)} – ${high.toFixed(3)}</small>`;
    return value === best
      ? markup`<td><strong>${value.toFixed(3)}</strong>${range}</td>`
      : markup`<td>${value.toFixed(3)}${range}</td>`;
  });
  return markup`<tr><th scope="row">${name}</th>${cells}</tr>
`;
}

/** How far each run is from the best one. */
type Differences = ReadonlyMap<MeasuredRun, RunDifference | undefined>;

function differenceRow(best: MeasuredRun, differences: Differences, runs: readonly MeasuredRun[]): Markup {
  const cells = runs.map((run) => {
    const difference = differences.get(run);
    if (difference === undefined) return markup`<td>–</td>`;
    const { value, low, high } = difference;
    return markup`<td>${signed(value)}<br><small>${signed(low)} to ${signed(high)}</small></td>`;
  });
  return markup`<tr><th scope="row">${best.metrics[0].name}, difference from ${best.name} on the same rows</th>${cells}</tr>
`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
}

/** Whether the best run is better than chance would make it. */
function verdict(best: MeasuredRun, differences: Differences): string {
  const others = [...differences].filter(([run]) => run !== best);
  const unpaired = others.flatMap(([{ name }, difference]) => (difference === undefined ? [name] : []));
  const open = others.flatMap(([{ name }, difference]) =>
    difference !== undefined && difference.high >= 0 ? [name] : [],
  );
  const sentences = [
    `Of ${count(differences.size, "run")} with predictions, ${best.name} has the highest ${best.metrics[0].name}.`,
  ];
  if (open.length > 0)
    sentences.push(
      `Its lead on ${listed(open)} may be chance: on the same rows, the interval of the difference contains 0.`,
    );
  else if (unpaired.length === 0 && others.length > 0)
    sentences.push(
      "Chance hardly explains its lead: on the same rows, the interval of the difference to each other run is below 0.",
    );
  if (unpaired.length > 0)
    sentences.push(
      `${listed(unpaired)} did not predict the same rows, so only the intervals can be compared.`,
    );
  return sentences.join(" ");
}
