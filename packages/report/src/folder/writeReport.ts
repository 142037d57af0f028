import {
  checkOptions,
  checkPlace,
  folderOf,
  makePlace,
  type OptionKinds,
  writePlace,
} from "@tensorloom/core/internal";
import { renderReport, type RenderReportOptions } from "../render/renderReport.ts";
import type { Run } from "../run/run.ts";
import { plotScripts } from "#plot-scripts";

/**
 * Options of {@link writeReport}.
 *
 * @inline
 */
export interface WriteReportOptions extends Omit<RenderReportOptions, "scripts"> {
  /**
   * The programs that draw the figures: the text of D3 and of Observable Plot, `d3.min.js` and `plot.umd.min.js`. Default:
   * those that are installed, in Node; a page has to fetch them.
   */
  readonly scripts?: readonly string[] | undefined;
}

const OPTIONS: OptionKinds<WriteReportOptions> = {
  scripts: "object",
  title: "string",
  sensitivity: "number",
  samples: "number",
  seed: "number",
};

/**
 * Writes a report of one or several training runs: one HTML file that opens offline.
 *
 * The file appears whole or not at all. Missing folders are made. See {@link renderReport} for what the page shows.
 *
 * @param path - The file's name, such as `"out/report.html"`, or an address such as `opfs:runs/report.html`.
 * @param runs - The run, or several to compare, in the order of their colours.
 * @returns How many bytes were written.
 * @throws TypeError or RangeError if a run is not valid, the list is empty, or an option is out of range; FileWriteError if
 * the file cannot be written.
 * @example
 * ```ts
 * import { writeReport } from "@tensorloom/report/node";
 * import { mkdtempSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const folder = mkdtempSync(join(tmpdir(), "report-"));
 * const epochs = [{ epoch: 0, loss: 0.5, val_loss: 0.6 }, { epoch: 1, loss: 0.3, val_loss: 0.4 }];
 * const bytes = await writeReport(join(folder, "report.html"), { name: "B0", epochs });
 * rmSync(folder, { recursive: true });
 * bytes < 1_000_000; // => true
 * ```
 */
export async function writeReport(
  path: string,
  runs: Run | readonly Run[],
  options: WriteReportOptions = {},
): Promise<number> {
  const { scripts, ...checked } = checkOptions("writeReport", options, OPTIONS);
  const place = checkPlace("writeReport: path", path);
  const page = await renderReport(runs, { ...checked, scripts: scripts ?? (await plotScripts()) });
  await makePlace(folderOf(place));
  return writePlace(place, page);
}
