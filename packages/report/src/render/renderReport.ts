import { checkOptions, finite, integer, type OptionKinds, shown } from "@tensorloom/core/internal";
import { type MeasuredRun, measureRun } from "../measure/measureRun.ts";
import { pageDocument } from "../page/document.ts";
import { count } from "../text/format.ts";
import { markup } from "../text/markup.ts";
import { checkRun } from "../run/checkRun.ts";
import type { Run } from "../run/run.ts";
import { comparison } from "../sections/comparison.ts";
import {
  dataSections,
  decisionSections,
  groupSection,
  scoreSection,
  trainingSection,
} from "../sections/figureSections.ts";
import { headline } from "../sections/headline.ts";
import { missingParts } from "../sections/missing.ts";
import { pictureSection } from "../sections/pictureSection.ts";
import { runTables } from "../sections/runTables.ts";
import type { Section } from "../sections/section.ts";

/**
 * Options of {@link renderReport}.
 *
 * @inline
 */
export interface RenderReportOptions {
  /** The programs that draw the figures: the text of D3 and of Observable Plot, `d3.min.js` and `plot.umd.min.js`. */
  readonly scripts: readonly string[];
  /** The heading of the page. Default: the name of the run, or how many are compared. */
  readonly title?: string | undefined;
  /**
   * The sensitivity that thresholds reach, above 0 and at most 1. Default: the runs' own thresholds, or those with the
   * highest sum of sensitivity and specificity.
   */
  readonly sensitivity?: number | undefined;
  /** Number of bootstrap samples for intervals, at least 0, which means none. Fewer are drawn of many rows. Default 1000. */
  readonly samples?: number | undefined;
  /** The seed of the samples, an integer. Default 0. */
  readonly seed?: number | undefined;
}

const OPTIONS: OptionKinds<RenderReportOptions> = {
  scripts: "object",
  title: "string",
  sensitivity: "number",
  samples: "number",
  seed: "number",
};

/**
 * Renders a report of one or several training runs: one HTML page that opens offline.
 *
 * The page holds its style, its programs, its data and its pictures, and asks the network for nothing. Sections whose
 * data no run has are left out, and listed at the end. Numbers are those of `@tensorloom/metrics`; intervals are 95%
 * bootstrap intervals. Of 100,000 predictions, curves keep 500 points each.
 *
 * @param runs - The run, or several to compare, in the order of their colours.
 * @returns The text of the page. `writeReport` of `@tensorloom/report/node` writes it to a file.
 * @throws TypeError or RangeError if a run is not valid, the list is empty, or an option is out of range.
 * @example
 * ```ts
 * import { renderReport } from "@tensorloom/report";
 * import { plotScripts } from "@tensorloom/report/node";
 *
 * const predictions = { ids: ["a", "b", "c", "d"], labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] };
 * const page = await renderReport({ name: "B0", predictions }, { scripts: await plotScripts() });
 * page.includes("ROC AUC</span> <strong>0.750"); // => true
 * page.includes("http-equiv=\"Content-Security-Policy\""); // => true
 * ```
 */
export async function renderReport(
  runs: Run | readonly Run[],
  options: RenderReportOptions,
): Promise<string> {
  const {
    scripts,
    title,
    sensitivity,
    samples = 1000,
    seed = 0,
  } = checkOptions("renderReport", options, OPTIONS);
  if (!(Array.isArray(scripts) && scripts.every((script) => typeof script === "string")))
    throw new TypeError(
      `renderReport: scripts must be a list of texts, got ${shown(scripts)}; see plotScripts of @tensorloom/report/node`,
    );
  if (sensitivity !== undefined) finite("renderReport: sensitivity", sensitivity, Number.MIN_VALUE, 1);
  integer("renderReport: samples", samples, 0);
  integer("renderReport: seed", seed);
  const list: readonly Run[] = Array.isArray(runs) ? (runs as readonly Run[]) : [runs as Run]; // Array.isArray does not know readonly lists
  if (list.length === 0) throw new RangeError("renderReport: runs must have at least one run, got none");
  for (const [at, one] of list.entries()) checkRun(`renderReport: runs[${String(at)}]`, one);
  const names = distinctNames(list);
  const measured = list.map((one, at) => measureRun(one, names[at], { sensitivity, samples, seed }));
  return pageDocument({
    title: title ?? (list.length === 1 ? list[0].name : `Comparison of ${count(list.length, "run")}`),
    description: list.length === 1 ? list[0].description : descriptions(measured),
    made: list.length === 1 && list[0].created !== undefined ? `Run of ${formatDate(list[0].created)}` : "",
    sections: listSections(measured),
    numbers: {
      runs: measured.map(({ name, metrics, threshold }) => ({ name, metrics, threshold: threshold?.value })),
    },
    scripts,
  });
}

/** All sections that have something to show, in the order of the page. */
function listSections(runs: readonly MeasuredRun[]): readonly Section[] {
  const result: Section = {
    id: "result",
    title: "Result",
    body: runs.length === 1 ? headline(runs[0]) : comparison(runs),
    figures: [],
  };
  const pictures = pictureSection(runs);
  const missing = missingParts(runs);
  return [
    result,
    ...trainingSection(runs),
    ...scoreSection(runs),
    ...decisionSections(runs),
    ...(pictures === undefined ? [] : [pictures]),
    ...groupSection(runs),
    ...dataSections(runs),
    ...runTables(runs),
    ...(missing === undefined
      ? []
      : [
          {
            id: "missing",
            title: "Not in this report",
            body: markup`<p class="note">A run can hold more than these do:</p>${missing}`,
            figures: [],
          },
        ]),
  ];
}

/** A different name for each run. */
function distinctNames(runs: readonly Run[]): readonly string[] {
  return runs.map(({ name }, at) => {
    const isAlone = runs.every((other, index) => index === at || other.name !== name);
    return isAlone ? name : `${name} #${String(at + 1)}`;
  });
}

function descriptions(runs: readonly MeasuredRun[]): string | undefined {
  const [first] = runs;
  if (runs.every(({ run }) => run.description === first.run.description)) return first.run.description;
  const lines = runs.flatMap(({ name, run: { description } }) =>
    description === undefined ? [] : [`${name}: ${description}`],
  );
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** `2026-11-29T12:00:00Z` becomes `2026-11-29 12:00 UTC`; other texts stay as they are. */
function formatDate(created: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z?)$/.exec(created);
  return parts === null ? created : `${parts[1]} ${parts[2]}${parts[3] === "Z" ? " UTC" : ""}`;
}
